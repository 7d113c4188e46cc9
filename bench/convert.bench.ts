import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MispRecord } from '../src/misp/types.ts'
import { measure, median, runTipbridge } from './measure.ts'
import { measureMispStix } from './misp-stix.ts'
import { measureSpeed, printSlopes, printSpeeds } from './speed.ts'
import type { Speed } from './speed.ts'
import { printTable, thousands } from './table.ts'
import { openWorkload } from './workload.ts'

/**
 * How fast `tipbridge convert` is, both ways, held against what any converter has to do at least, against parsing and printing the
 * document as a whole, and against misp-stix; how much memory it takes; how fast it starts. Nothing here is a test: it prints.
 */

const ATTRIBUTES_PER_EVENT = 200
/** Of the largest inputs three: they vary least. */
const ROUNDS = { small: 5, large: 3 }

const folder = mkdtempSync(join(tmpdir(), 'tipbridge-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const workload = openWorkload()
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}; the mix of ${workload.source}`,
)
console.log(
  `Load average ${loadavg()[0]!.toFixed(1)}. Medians of ${ROUNDS.small} rounds, of ${ROUNDS.large} for 100 000 attributes; ratios are of one round each.`,
)
console.log('Each measurement has a process of its own and writes to a file, which is parsed and counted afterwards.\n')

const all = [
  ...[1_000, 10_000, 100_000].flatMap((count) => measureBothWays('events', writeEvents(count), count)),
  ...[1_000, 10_000, 100_000].flatMap((count) => measureBothWays('one event', writeOneEvent(count), count)),
]
printSpeeds('attributes', all)
printSlopes('attribute', all)
await printMispStix(all)
printMemory()
printStart()

// --- inputs ---

/** Events of 200 attributes each, one a line. */
function writeEvents(attributes: number): string {
  return writeLines(join(folder, `events-${attributes}.ndjson`), attributes / ATTRIBUTES_PER_EVENT)
}

function writeLines(path: string, events: number): string {
  const file = openSync(path, 'w')
  for (let at = 0; at < events; at++) writeSync(file, `${textOf(workload.event(ATTRIBUTES_PER_EVENT))}\n`)
  closeSync(file)
  return path
}

function writeOneEvent(attributes: number): string {
  const path = join(folder, `event-${attributes}.json`)
  writeFileSync(path, textOf(workload.plainEvent(attributes)))
  return path
}

function writeFolder(events: number): string {
  const path = join(folder, `events-${events}`)
  mkdirSync(path)
  for (let at = 0; at < events; at++) writeFileSync(join(path, `${at}.json`), textOf(workload.event(ATTRIBUTES_PER_EVENT)))
  return path
}

function textOf(event: MispRecord): string {
  return JSON.stringify({ Event: event })
}

// --- speed ---

function measureBothWays(shape: string, misp: string, attributes: number): (Speed & { objects: number })[] {
  const ending = misp.slice(misp.lastIndexOf('.'))
  const rounds = attributes < 100_000 ? ROUNDS.small : ROUNDS.large
  const stix = join(folder, `stix${ending}`)
  const back = join(folder, `back${ending}`)
  const common = { shape, count: attributes, sink: join(folder, 'sink'), rounds }
  const there = measureSpeed({ ...common, direction: 'MISP -> STIX', input: misp, output: stix })
  const again = measureSpeed({ ...common, direction: 'STIX -> MISP', input: stix, output: back })
  const objects = measure({ name: 'count', input: stix }).parts!['objects']!
  const returned = measure({ name: 'count', input: back }).parts!['attributes']!
  if (returned !== attributes) throw new Error(`of ${attributes} attributes ${returned} came back`)
  rmSync(back)
  return [there, again].map((speed) => ({ ...speed, objects }))
}

async function printMispStix(speeds: readonly Speed[]): Promise<void> {
  console.log()
  const theirs = await measureMispStix(workload.plainEvent(1_000))
  if (typeof theirs === 'string') {
    console.log(`misp-stix: not measured, ${theirs}`)
    return
  }
  for (const { direction, perAttribute, version } of theirs) {
    const ours = speeds.filter((speed) => speed.direction === direction && speed.count === 100_000)
    const times = ours.map(({ shape, seconds }) => `${thousands((perAttribute * 100_000) / seconds)} x ours (${shape})`)
    console.log(
      `${version}, ${direction}: ${thousands(1 / perAttribute)} attributes/s on 1 000; extrapolated per attribute to 100 000: ` +
        `${thousands(perAttribute * 100_000)} s, ${times.join(', ')}`,
    )
  }
}

// --- memory ---

function printMemory(): void {
  console.log()
  const rows = [
    ...measureMemory('100 events, NDJSON', writeLines(join(folder, 'memory-100.ndjson'), 100), 'ndjson'),
    ...measureMemory('1 000 events, NDJSON', writeLines(join(folder, 'memory-1000.ndjson'), 1_000), 'ndjson'),
    ...measureMemory('1 000 events, directory', writeFolder(1_000), 'folder'),
    ...measureMemory('1 000 events, one JSON document', join(folder, 'memory-1000.ndjson'), 'json'),
    ...measureMemory('one event of 100 000 attributes', join(folder, 'event-100000.json'), 'json'),
  ]
  printTable(['peak memory, MB', 'MISP -> STIX', 'STIX -> MISP'], rows)
  console.log(
    '\nAims: at most 200 for any number of events as NDJSON or directory; well under 1 000 for one event of 100 000 attributes.\n',
  )
}

function measureMemory(what: string, misp: string, form: 'ndjson' | 'folder' | 'json'): string[][] {
  const place = (name: string): string =>
    join(folder, `${name}${form === 'folder' ? '/' : form === 'json' ? '.json' : '.ndjson'}`)
  const [stix, back] = [place('memory-stix'), place('memory-back')]
  const format = form === 'ndjson' ? 'ndjson' : 'json'
  const there = runTipbridge(['convert', misp, '-o', stix, '--format', format, '--quiet'])
  const again = runTipbridge(['convert', stix, '-o', back, '--format', format, '--quiet'])
  if (form === 'folder' && readdirSync(back).length !== readdirSync(misp).length)
    throw new Error(`${what}: not all events came back`)
  for (const path of [stix, back]) rmSync(path, { recursive: true })
  return [[what, thousands(there.peak), thousands(again.peak)]]
}

// --- start ---

function printStart(): void {
  const tiny = join(folder, 'tiny.json')
  writeFileSync(tiny, JSON.stringify({ Event: { info: 'tiny', Attribute: [{ type: 'domain', value: 'circl.lu' }] } }))
  printTable(
    ['start, seconds', ''],
    [
      ['tipbridge --version', startOf('--version')],
      ['tipbridge convert, an event of one attribute', startOf('convert', tiny, '-o', join(folder, 'tiny-stix.json'))],
    ],
  )
  console.log('\nAim: at most 0.35 s.')
}

/** The middle of eleven starts, in seconds. */
function startOf(...argv: string[]): string {
  return median(Array.from({ length: 11 }, () => runTipbridge(argv).seconds)).toFixed(3)
}
