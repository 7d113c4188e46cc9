import { statSync } from 'node:fs'
import { measure, median } from './measure.ts'
import { percent, printTable, thousands } from './table.ts'

/** How fast one conversion is, and what any other would need at least for the same. */
export interface Speed {
  direction: string
  shape: string
  /** Attributes, or Indicators: what the input was made to hold. */
  count: number
  size: number
  written: number
  seconds: number
  bound: number
  /** The bound's time over ours, and the whole document's; each of one round. */
  ofBound: number
  timesWhole: number | undefined
}

/** What to convert, and how often. */
interface Conversion {
  direction: string
  shape: string
  count: number
  input: string
  output: string
  /** Further arguments of the command line. */
  flags?: readonly string[]
  /** Where to write what only the bounds write. */
  sink: string
  rounds: number
}

/** Converts in rounds, each of them beside its bounds. */
export function measureSpeed({ direction, shape, count, input, output, flags = [], sink, rounds }: Conversion): Speed {
  const format = input.endsWith('.ndjson') ? 'ndjson' : 'json'
  const argv = ['convert', input, '-o', output, '--format', format, '--quiet', ...flags]
  const all = Array.from({ length: rounds }, () => {
    const { seconds } = measure({ name: 'convert', argv })
    const { seconds: bound } = measure({ name: 'bound', input, output, sink })
    // A file of lines is no whole document
    const whole = format === 'json' ? measure({ name: 'whole', input, output, sink }).seconds : undefined
    return { seconds, bound, ofBound: bound / seconds, timesWhole: whole === undefined ? Number.NaN : whole / seconds }
  })
  const middle = (key: keyof (typeof all)[number]): number => median(all.map((round) => round[key]))
  return {
    direction,
    shape,
    count,
    size: statSync(input).size,
    written: statSync(output).size,
    seconds: middle('seconds'),
    bound: middle('bound'),
    ofBound: middle('ofBound'),
    timesWhole: format === 'json' ? middle('timesWhole') : undefined,
  }
}

/** A table of speeds. `unit`: what is counted, in the plural; `objects`: how many STIX objects each of them had. */
export function printSpeeds(unit: string, speeds: readonly (Speed & { objects: number })[]): void {
  printTable(
    ['convert', unit, 'MB in', 'MB out', 'STIX objects', 'seconds', `${unit}/s`, 'bound', 'of bound', 'whole document'],
    speeds.map((speed) => [
      `${speed.direction}, ${speed.shape}`,
      thousands(speed.count),
      megabytes(speed.size),
      megabytes(speed.written),
      thousands(speed.objects),
      speed.seconds.toFixed(2),
      thousands(speed.count / speed.seconds),
      speed.bound.toFixed(2),
      percent(speed.ofBound),
      speed.timesWhole === undefined ? '' : `${speed.timesWhole.toFixed(2)} x as fast`,
    ]),
  )
  console.log(
    '\nbound: the same bytes split and parsed record by record, the output stringified object by object and written, nothing',
  )
  console.log(
    'else. whole: one JSON.parse and one JSON.stringify of the documents. Aims: 40 % of the bound, more than 1 x as fast as whole.\n',
  )
}

/** Linear: what ten times the input costs beyond the first, each; for every direction and shape. */
export function printSlopes(unit: string, speeds: readonly Speed[]): void {
  const groups = Map.groupBy(speeds, ({ direction, shape }) => `${direction}, ${shape}`)
  for (const [name, group] of groups) {
    const [small, middle, large] = group as [Speed, Speed, Speed]
    const slope = (from: Speed, to: Speed): string =>
      `${(((to.seconds - from.seconds) / (to.count - from.count)) * 1e6).toFixed(1)} µs`
    console.log(
      `slope of ${name}: ${slope(small, middle)} an ${unit} to ${thousands(middle.count)}, ` +
        `${slope(middle, large)} from there to ${thousands(large.count)}`,
    )
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
