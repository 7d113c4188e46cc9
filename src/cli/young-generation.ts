import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes. Beyond this a larger nursery saves no time here; left alone it grows to 128 MB. */
const ENOUGH = 16 * 1024 * 1024

/** How often to look, in milliseconds: whenever a run takes a breath. */
const INTERVAL = 20

/** Stops the growth of V8's young generation, so that the memory of a run is that of its data (docs/decisions/0008). */
export function limitYoungGeneration(): void {
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    if (young === undefined || young.space_size < ENOUGH) return
    setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(timer)
  }, INTERVAL)
  timer.unref()
}
