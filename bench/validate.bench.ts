import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventToBundle } from '../src/index.ts'
import type { StixObject } from '../src/stix/types.ts'
import { openMispDataTypes, openMispValidation, openStixDataTypes, openStixValidation } from '../src/validate.ts'
import type { StixValidation, Violation } from '../src/validate.ts'
import { peer, peersMissing } from '../test/interop/peers.ts'
import { foreignObjects, writeForeignBundle } from './foreign-workload.ts'
import { measure, median } from './measure.ts'
import { percent, printTable, thousands } from './table.ts'
import { openWorkload } from './workload.ts'

/**
 * How many objects a second the validator looks at with every rule on, and what the OASIS validator does of the same. Seconds of processor
 * time, medians of some rounds. Nothing here is a test: it prints.
 */

const ROUNDS = 5
/** The OASIS validator takes milliseconds for each. */
const ASKED_OF_OASIS = 600

const WORKLOADS: Readonly<Record<string, readonly StixObject[]>> = {
  'of others: indicators, observations, relationships': [...foreignObjects(10_000, 'indicators and observations')],
  'our own, profile full': eventToBundle(openWorkload().plainEvent(5_000)).value.objects ?? [],
}

type Open = (facts: unknown, report: (violation: Violation) => void) => StixValidation

const MODES: Readonly<Record<string, Open>> = {
  'every rule': (facts, report) => openStixValidation(facts, {}, report),
  'every rule, lenient': (facts, report) => openStixValidation(facts, { mode: 'lenient' }, report),
  'data types only': openStixDataTypes,
}

console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}; load ${loadavg()[0]?.toFixed(1)}`,
)
console.log('Aim: 50 000 objects a second with every rule on.\n')
const ours = new Map<string, number>()
const rows: string[][] = []
for (const [name, objects] of Object.entries(WORKLOADS)) {
  const speeds = Object.values(MODES).map((open) => speedOf(objects, open))
  ours.set(name, speeds[0] ?? Number.NaN)
  rows.push([name, thousands(objects.length), ...speeds.map(thousands)])
}
printTable(['objects a second', 'objects', ...Object.keys(MODES)], rows)
printMisp()
await printOasis()
printConversion()

function speedOf(objects: readonly StixObject[], open: Open): number {
  return rateOf(objects.length, (hear) => {
    const validation = open({ type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000000' }, hear)
    for (const object of objects) validation.object(object)
    validation.end()
  })
}

/** How many of `count` things a second. */
function rateOf(count: number, look: (hear: (violation: Violation) => void) => void): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = process.cpuUsage()
    let spoken = 0
    look(() => spoken++)
    const { user, system } = process.cpuUsage(start)
    return count / ((user + system) / 1e6)
  })
  return median(rounds.slice(1))
}

/** The same for the attributes of an event. */
function printMisp(): void {
  const { Attribute: list, ...facts } = openWorkload().plainEvent(20_000)
  const attributes = list as readonly unknown[]
  const speeds = [
    (hear: (violation: Violation) => void) => openMispValidation(facts, {}, hear),
    (hear: (violation: Violation) => void) => openMispDataTypes(facts, hear),
  ].map((open) =>
    rateOf(attributes.length, (hear) => {
      const validation = open(hear)
      for (const attribute of attributes) validation.attribute(attribute)
      validation.end()
    }),
  )
  console.log()
  printTable(['attributes of MISP a second', 'every rule', 'data types only'], [['plain event', ...speeds.map(thousands)]])
}

async function printOasis(): Promise<void> {
  console.log()
  const missing = peersMissing()
  if (missing !== false) return console.log(`stix2-validator: not measured, ${missing}`)
  await using validator = peer('stix2-validator')
  for (const [name, objects] of Object.entries(WORKLOADS)) {
    const step = Math.max(1, Math.floor(objects.length / ASKED_OF_OASIS))
    const asked = objects.filter((_, at) => at % step === 0).slice(0, ASKED_OF_OASIS)
    await validator.ask({ object: asked[0] as object })
    const start = performance.now()
    for (const object of asked) await validator.ask({ object })
    const speed = asked.length / ((performance.now() - start) / 1000)
    console.log(
      `stix2-validator, ${name}: ${thousands(speed)} objects a second (${asked.length} of them); ours is ${thousands((ours.get(name) ?? 0) / speed)} x as fast`,
    )
  }
}

/** What looking at what it reads and writes costs a conversion: runs with and without it in turn, each in a process of its own. */
function printConversion(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const event = join(folder, 'event.json')
  writeFileSync(event, JSON.stringify({ Event: openWorkload().plainEvent(100_000) }))
  const bundle = writeForeignBundle(join(folder, 'bundle.json'), 100_000, 'indicators and observations')
  const costs = [
    ['MISP -> STIX, 100 000 attributes', event],
    ['STIX -> MISP, 100 000 indicators and observations', bundle],
  ].map(([name, input]) => {
    const argv = (level: string) => ['convert', String(input), '-o', join(folder, 'output.json'), '--quiet', '--validate', level]
    const ratios = Array.from({ length: ROUNDS }, () => {
      const [none, fast, full] = ['none', 'fast', 'full'].map((level) => measure({ name: 'convert', argv: argv(level) }).seconds)
      return { fast: (fast ?? 0) / (none ?? 1) - 1, full: (full ?? 0) / (none ?? 1) - 1 }
    })
    return [String(name), ...(['fast', 'full'] as const).map((level) => percent(median(ratios.map((ratio) => ratio[level]))))]
  })
  console.log('\nAim: the default check takes at most 25 % more time.')
  printTable(['convert, longer than with --validate none', '--validate fast (default)', '--validate full'], costs)
}
