import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { editEvent, foreignObjects, writeForeignBundle } from './foreign-workload.ts'
import type { ForeignKind } from './foreign-workload.ts'
import type { MispRecord } from '../src/misp/types.ts'
import { measure, runTipbridge } from './measure.ts'
import { measureForeignImport } from './misp-stix.ts'
import { measureSpeed, printSlopes, printSpeeds } from './speed.ts'
import type { Speed } from './speed.ts'
import { printTable, thousands } from './table.ts'

/**
 * How fast `tipbridge convert` reads STIX that MISP did not write, with its checks and the original and without them, and lets it
 * return untouched and edited; held against the same bounds as `convert.bench.ts`, and against misp-stix. Nothing here is a test:
 * it prints.
 */

const COUNTS = [1_000, 10_000, 100_000]
const KINDS: readonly ForeignKind[] = ['indicators', 'indicators and observations']
const READ = 'STIX -> MISP'
const READ_UNCHECKED = 'STIX -> MISP --no-validate'
const READ_ALONE = 'STIX -> MISP --no-original'
const RETURN = 'MISP -> STIX, the original'
const RETURN_EDITED = 'MISP -> STIX, a third of it edited'
/** Of the largest inputs three: they vary least. */
const ROUNDS = { small: 5, large: 3 }

const folder = mkdtempSync(join(tmpdir(), 'tipbridge-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}; generated bundles`)
console.log(
  `Load average ${loadavg()[0]!.toFixed(1)}. Medians of ${ROUNDS.small} rounds, of ${ROUNDS.large} for 100 000 Indicators, one round of what was edited; ratios are of one round each.`,
)
console.log('Each measurement has a process of its own and writes to a file, which is parsed and counted afterwards.\n')

const all = KINDS.flatMap((kind) => COUNTS.flatMap((count) => measureForeign(kind, count)))
printSpeeds('indicators', all)
printSlopes('indicator', all)
await printMispStix(all)
printMemory()

function measureForeign(kind: ForeignKind, count: number): (Speed & { objects: number })[] {
  const stix = writeForeignBundle(pathOf('stix', kind, count), count, kind)
  const misp = join(folder, 'misp.json')
  const [alone, back, edited] = [join(folder, 'alone.json'), join(folder, 'back.json'), join(folder, 'edited.json')]
  const rounds = count < 100_000 ? ROUNDS.small : ROUNDS.large
  const common = { shape: kind, count, sink: join(folder, 'sink'), rounds }
  const speeds = [
    measureSpeed({ ...common, direction: READ_UNCHECKED, input: stix, output: misp, flags: ['--no-validate'] }),
    measureSpeed({ ...common, direction: READ, input: stix, output: misp }),
    measureSpeed({ ...common, direction: READ_ALONE, input: stix, output: alone, flags: ['--no-original'] }),
    measureSpeed({ ...common, direction: RETURN, input: misp, output: back }),
  ]
  const objects = countIn(stix, 'objects')
  if (countIn(back, 'objects') !== objects) throw new Error(`of ${objects} objects ${countIn(back, 'objects')} came back`)
  if (countIn(alone, 'attributes') < count) throw new Error(`of ${count} Indicators not each became an attribute`)
  const event = JSON.parse(readFileSync(misp, 'utf8')) as { Event: MispRecord }
  editEvent(event.Event)
  writeFileSync(edited, JSON.stringify(event))
  speeds.push(measureSpeed({ ...common, rounds: 1, direction: RETURN_EDITED, input: edited, output: back }))
  for (const path of [misp, alone, back, edited]) rmSync(path)
  return speeds.map((speed) => ({ ...speed, objects }))
}

function countIn(input: string, what: 'objects' | 'attributes'): number {
  return measure({ name: 'count', input }).parts![what]!
}

function pathOf(name: string, kind: ForeignKind, count: number): string {
  return join(folder, `${name}-${KINDS.indexOf(kind)}-${count}.json`)
}

async function printMispStix(speeds: readonly Speed[]): Promise<void> {
  console.log()
  for (const kind of KINDS) {
    const bundle = {
      type: 'bundle',
      id: 'bundle--00000000-0000-4000-8000-000000000000',
      objects: [...foreignObjects(1_000, kind)],
    }
    const theirs = await measureForeignImport(bundle, 1_000)
    if (typeof theirs === 'string') {
      console.log(`misp-stix, ${kind}: not measured, ${theirs}`)
      continue
    }
    const whole = theirs.perIndicator * 100_000
    const ours = speeds.filter(
      ({ shape, count, direction }) => shape === kind && count === 100_000 && (direction === READ || direction === READ_ALONE),
    )
    const times = ours.map(({ direction, seconds }) => `${thousands(whole / seconds)} x ours (${direction})`)
    console.log(
      `misp-stix, ${kind}: ${thousands(1 / theirs.perIndicator)} indicators/s on 1 000; extrapolated per indicator to 100 000: ` +
        `${thousands(whole)} s, ${times.join(', ')}`,
    )
  }
}

function printMemory(): void {
  console.log()
  const rows = KINDS.flatMap((kind) => COUNTS.slice(1).map((count) => measureMemory(kind, count)))
  printTable(['peak memory, MB', READ, READ_ALONE, RETURN], rows)
}

function measureMemory(kind: ForeignKind, count: number): string[] {
  const [stix, misp, alone, back] = [
    pathOf('stix', kind, count),
    ...['misp', 'alone', 'back'].map((name) => join(folder, `${name}.json`)),
  ] as [string, string, string, string]
  const peaks = [
    runTipbridge(['convert', stix, '-o', misp, '--quiet']),
    runTipbridge(['convert', stix, '-o', alone, '--quiet', '--no-original']),
    runTipbridge(['convert', misp, '-o', back, '--quiet']),
  ].map(({ peak }) => thousands(peak))
  return [`${thousands(count)} ${kind}`, ...peaks]
}
