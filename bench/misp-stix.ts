import type { MispRecord } from '../src/misp/types.ts'
import { peer, peersMissing } from '../test/interop/peers.ts'

/** What misp-stix needs for one attribute, without the start of Python. */
interface TheirSpeed {
  direction: string
  perAttribute: number
  version: string
}

/** What misp-stix needs for one Indicator of a bundle that MISP did not write; or why it cannot be said. */
export async function measureForeignImport(bundle: object, indicators: number): Promise<{ perIndicator: number } | string> {
  const missing = peersMissing()
  if (missing !== false) return missing
  try {
    await using importer = peer('misp-stix-import')
    const { answer, seconds } = await timed(() => importer.ask({ bundle }))
    if (answer.internal) return 'it takes the bundle for one of its own'
    return { perIndicator: seconds / indicators }
  } catch (error) {
    return (error as Error).message
  }
}

/** Lets misp-stix export an event and import its own export, both twice: the first time warms it up. Or says why it cannot. */
export async function measureMispStix(event: MispRecord): Promise<TheirSpeed[] | string> {
  const missing = peersMissing()
  if (missing !== false) return missing
  try {
    return await askPeers(event)
  } catch (error) {
    return (error as Error).message // it stops at some values of fixtures/events
  }
}

async function askPeers(event: MispRecord): Promise<TheirSpeed[]> {
  await using exporter = peer('misp-stix-export')
  await using importer = peer('misp-stix-import')
  const attributes = countAttributes(event)
  const there = await timed(() => exporter.ask({ event }))
  const back = await timed(() => importer.ask({ bundle: there.answer.bundle }))
  return [
    { direction: 'MISP -> STIX', perAttribute: there.seconds / attributes, version: 'misp-stix' },
    { direction: 'STIX -> MISP', perAttribute: back.seconds / attributes, version: 'misp-stix, its own export' },
  ]
}

async function timed<T>(ask: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  await ask()
  const start = performance.now()
  const answer = await ask()
  return { answer, seconds: (performance.now() - start) / 1000 }
}

function countAttributes(event: MispRecord): number {
  const objects = event['Object'] as { Attribute?: unknown[] }[]
  return objects.reduce((count, { Attribute }) => count + (Attribute?.length ?? 0), (event['Attribute'] as unknown[]).length)
}
