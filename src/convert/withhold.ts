import { TLP_LEVELS, tlpOfTag, tlpRank } from '../stix/marking.ts'
import type { TlpLevel } from '../stix/marking.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { EventConversion } from './event-to-bundle.ts'
import type { BundleScope } from './scope.ts'

/**
 * Opens an event under `--max-tlp`. What is above the ceiling is gone before conversion, and so is every text that quotes a
 * withheld value. The whole event must be known for that, so its records wait for `end()`; without a ceiling nothing waits.
 */
export function openWithholding(
  scope: BundleScope,
  facts: MispRecord | undefined,
  open: (facts: MispRecord | undefined) => EventConversion,
): EventConversion {
  const { maxTlp } = scope.options
  if (maxTlp === undefined) return open(facts)
  const attributes: unknown[] = []
  const objects: unknown[] = []
  return {
    attribute: (record) => attributes.push(record),
    object: (record) => objects.push(record),
    end: () => {
      const kept = release(scope, maxTlp, facts, attributes, objects)
      if (kept === undefined) return true
      const conversion = open(facts === undefined ? undefined : kept.facts)
      for (const object of kept.objects) conversion.object(object)
      for (const attribute of kept.attributes) conversion.attribute(attribute)
      return conversion.end()
    },
  }
}

interface Released {
  facts: MispRecord
  attributes: unknown[]
  objects: unknown[]
}

/** What of an event may leave; `undefined` when nothing may. */
function release(
  scope: BundleScope,
  ceiling: TlpLevel,
  facts: MispRecord | undefined,
  attributes: unknown[],
  objects: unknown[],
): Released | undefined {
  const unmarked = scope.options.defaultTlp ?? 'red'
  const floor = facts === undefined ? undefined : (levelOf(facts['Tag']) ?? unmarked)
  if (floor !== undefined && above(floor, ceiling)) {
    scope.announce('event-withheld', `events above TLP:${ceiling.toUpperCase()} are withheld`)
    return undefined
  }
  const isWithheld = (record: unknown): boolean =>
    isRecord(record) && above(stricter(floor, levelOf(record['Tag'])) ?? unmarked, ceiling)
  const values = withheldValues(attributes, objects, isWithheld)
  const sweep = new Sweep(scope, values)
  return {
    facts: sweep.record(facts ?? {}),
    attributes: attributes.filter((record) => !withhold(scope, isWithheld(record))).flatMap((record) => sweep.attribute(record)),
    objects: objects.flatMap((object) => releaseObject(scope, object, isWithheld, sweep)),
  }
}

function withhold(scope: BundleScope, withheld: boolean): boolean {
  if (withheld) scope.announce('element-withheld', 'elements above --max-tlp are withheld')
  return withheld
}

function releaseObject(scope: BundleScope, object: unknown, isWithheld: (record: unknown) => boolean, sweep: Sweep): unknown[] {
  if (!isRecord(object)) return [object]
  if (object['name'] === 'original-imported-file') return withhold(scope, true) ? [] : [object]
  const { Attribute: all, ...rest } = object
  const inner = Array.isArray(all) ? (all as unknown[]) : []
  const kept = inner.filter((record) => !withhold(scope, isWithheld(record))).flatMap((record) => sweep.attribute(record))
  if (inner.length > 0 && kept.length === 0) return []
  const swept = sweep.record(rest)
  return [all === undefined ? swept : { ...swept, Attribute: Array.isArray(all) ? kept : all }]
}

/** The strictest TLP level among tags; `undefined` without one. */
function levelOf(tags: unknown): TlpLevel | undefined {
  let level: TlpLevel | undefined
  for (const { name } of recordsIn(tags)) level = stricter(level, typeof name === 'string' ? tlpOfTag(name) : undefined)
  return level
}

function stricter(a: TlpLevel | undefined, b: TlpLevel | undefined): TlpLevel | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return TLP_LEVELS[Math.max(tlpRank(a), tlpRank(b))]
}

function above(level: TlpLevel, ceiling: TlpLevel): boolean {
  return tlpRank(level) > tlpRank(ceiling)
}

/** Shorter values would be found in any text. */
const SHORTEST = 4

/** The values, and the halves of composite ones, that only withheld elements hold; in the form in which texts are searched. */
function withheldValues(
  attributes: readonly unknown[],
  objects: readonly unknown[],
  isWithheld: (record: unknown) => boolean,
): Set<string> {
  const inside = objects.flatMap((object) => (isRecord(object) ? recordsIn(object['Attribute']) : []))
  const withheld = new Set<string>()
  const released = new Set<string>()
  for (const record of [...recordsIn(attributes), ...inside]) {
    const target = isWithheld(record) ? withheld : released
    for (const part of partsOf(record)) target.add(part)
  }
  for (const value of released) withheld.delete(value)
  return withheld
}

function partsOf({ value, type }: MispRecord): string[] {
  if (typeof value !== 'string') return []
  const parts =
    typeof type === 'string' && (type.includes('|') || type === 'malware-sample') ? [value, ...value.split('|')] : [value]
  return parts.map(refang).filter((part) => part.length >= SHORTEST)
}

/** Lower case, with the usual ways to defang undone: how values and texts are compared. */
function refang(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s*[[({]\s*(?:\.|dot)\s*[\])}]\s*/g, '.')
    .replaceAll(/[[({]:[\])}]/g, ':')
    .replaceAll(/\s*[[({]\s*(?:@|at)\s*[\])}]\s*/g, '@')
    .replaceAll(/\bhxxp/g, 'http')
    .replaceAll('[://]', '://')
    .trim()
}

/** Leaves out of records whatever quotes a withheld value. */
class Sweep {
  private readonly scope: BundleScope
  /** Values by their first characters: one look a position, however many values there are. */
  private readonly byStart = new Map<string, string[]>()

  constructor(scope: BundleScope, values: Iterable<string>) {
    this.scope = scope
    for (const value of values) {
      const start = value.slice(0, SHORTEST)
      const known = this.byStart.get(start)
      if (known === undefined) this.byStart.set(start, [value])
      else known.push(value)
    }
  }

  /** Does a text quote a withheld value? */
  quotes(text: string): boolean {
    if (this.byStart.size === 0 || text.length < SHORTEST) return false
    const folded = refang(text)
    for (let at = 0; at + SHORTEST <= folded.length; at++) {
      const candidates = this.byStart.get(folded.slice(at, at + SHORTEST))
      if (candidates?.some((value) => folded.startsWith(value, at))) return true
    }
    return false
  }

  /** An attribute whose very value, or attached file, quotes a withheld one is withheld with it. */
  attribute(record: unknown): unknown[] {
    if (!isRecord(record)) return [record]
    const { value, data } = record
    const quoted =
      (typeof value === 'string' && this.quotes(value)) ||
      (typeof data === 'string' && this.quotes(Buffer.from(data, 'base64').toString('latin1')))
    if (quoted) {
      this.scope.announce('element-withheld', 'elements above --max-tlp are withheld')
      return []
    }
    return [this.record(record)]
  }

  /** A record without the texts that quote, and without the elements below it whose text is their whole point. */
  record(record: MispRecord): MispRecord {
    if (this.byStart.size === 0) return record
    const kept: MispRecord = {}
    for (const key of Object.keys(record)) {
      const value = record[key]
      if (typeof value === 'string' && this.quotes(value)) this.leaveOut()
      else if (Array.isArray(value))
        kept[key] = value
          .filter((item) => !this.leavesOut(key, item))
          .map((item: unknown) => (isRecord(item) ? this.record(item) : item))
      else kept[key] = isRecord(value) ? this.record(value) : value
    }
    return kept
  }

  private leavesOut(key: string, item: unknown): boolean {
    const texts = typeof item === 'string' ? [item] : isRecord(item) ? (TELLING[key] ?? []).map((name) => item[name]) : []
    const found = texts.some((text) => typeof text === 'string' && this.quotes(text))
    if (found) this.leaveOut()
    return found
  }

  private leaveOut(): void {
    this.scope.announce('text-withheld', 'texts that quote a value above --max-tlp are left out')
  }
}

/** Lists whose items are nothing without these texts. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  EventReport: ['name', 'content'],
  Note: ['note'],
  Opinion: ['comment'],
  Tag: ['name'],
  GalaxyCluster: ['value', 'description'],
  ShadowAttribute: ['value'],
}
