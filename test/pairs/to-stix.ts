import { upgrade } from '../../src/convert/upgrade.ts'
import { eventsToBundle } from '../../src/index.ts'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { eventOf } from './cases.ts'
import type { PairCase } from './cases.ts'
import type { Difference } from './differences.ts'
import { patternFacts } from './pattern-facts.ts'

// MISP -> STIX: what we write for their MISP, held against their STIX: the observables and what they say, patterns, domain objects.

/** What every object has, and what says nothing of the element. */
const COMMON = new Set([
  'type',
  'id',
  'spec_version',
  'created',
  'modified',
  'created_by_ref',
  'object_refs',
  'pattern',
  'pattern_version',
  'valid_from',
  'first_observed',
  'last_observed',
  'number_observed',
])

export function compareToStix({ name, misp, stix }: PairCase): Difference[] {
  const { value: bundle } = eventsToBundle([eventOf(withToIds(misp, stix))])
  const theirs = factsOf(stix.flatMap((object) => upgrade(object)))
  const ours = factsOf(relevant(bundle.objects ?? []))
  const missing = without(theirs, ours)
  const extra = without(ours, theirs)
  const found: Difference[] = []
  for (const [at, value] of missing) {
    const index = extra.findIndex(([other]) => other === at)
    const [, mine = null] = index < 0 ? [] : (extra.splice(index, 1)[0] as [string, string])
    found.push({ case: name, at, theirs: value, ours: mine })
  }
  for (const [at, value] of extra) found.push({ case: name, at, theirs: null, ours: value })
  return found
}

/** Where the documentation leaves `to_ids` out, it is on where their pattern has the value, once for each time that it has it. */
function withToIds(misp: readonly MispRecord[], stix: readonly StixObject[]): MispRecord[] {
  const indicator = stix.find(({ type }) => type === 'indicator')
  const named = patternFacts(indicator).map(([, value]) => value)
  const rule = indicator !== undefined && (indicator['pattern_type'] ?? 'stix') !== 'stix'
  const flag = (record: MispRecord): MispRecord => {
    const parts = [record['value'], record['data'], ...String(record['value']).split('|')].map(String)
    const at = named.findIndex((value) => parts.includes(value))
    if (at >= 0) named.splice(at, 1)
    if (record['to_ids'] !== undefined) return record
    return { ...record, to_ids: rule || at >= 0 || isLabelled(stix) }
  }
  return misp.map((record) => {
    if (Array.isArray(record['Attribute'])) return { ...record, Attribute: (record['Attribute'] as MispRecord[]).map(flag) }
    return 'GalaxyCluster' in record ? record : { ...record, to_ids: indicator !== undefined || isLabelled(stix) }
  })
}

function isLabelled(stix: readonly StixObject[]): boolean {
  return JSON.stringify(stix).includes('misp:to_ids=\\"True') && !stix.some(({ type }) => type === 'indicator')
}

/** Of a bundle of ours what stands for the element: neither its frame nor what says who made it. */
function relevant(objects: readonly StixObject[]): StixObject[] {
  return objects.filter(
    ({ type, id }) =>
      !['grouping', 'report', 'extension-definition', 'marking-definition'].includes(type) && !isMaker(type, id, objects),
  )
}

function isMaker(type: string, id: string, objects: readonly StixObject[]): boolean {
  return type === 'identity' && objects.some((object) => object['created_by_ref'] === id)
}

type Fact = [at: string, value: string]

/** What the objects say, references followed: `network-traffic.dst_ref.value` -> `198.51.100.7`. */
function factsOf(objects: readonly StixObject[]): Fact[] {
  const byId = new Map(objects.map((object) => [object.id, object]))
  const pointedAt = new Set(objects.flatMap((object) => (isObservable(object) ? [...referencesIn(object)] : [])))
  const found: Fact[] = []
  for (const object of objects) {
    if (object.type === 'relationship') continue
    if (object.type === 'indicator') found.push(...patternFacts(object))
    if (!pointedAt.has(object.id)) walk(object, object.type, byId, found, new Set())
  }
  return found
}

function isObservable({ type }: StixObject): boolean {
  return !['observed-data', 'indicator', 'relationship', 'note'].includes(type)
}

function* referencesIn(value: unknown, key = ''): Generator<string> {
  if (typeof value === 'string') {
    if (/_refs?$/.test(key) && key !== 'created_by_ref') yield value
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* referencesIn(inner, Array.isArray(value) ? key : name)
  }
}

function walk(value: unknown, at: string, byId: Map<string, StixObject>, found: Fact[], open: Set<unknown>): void {
  if (Array.isArray(value)) for (const item of value) walk(item, at, byId, found, open)
  else if (typeof value === 'object' && value !== null) {
    if (open.has(value)) return
    for (const [key, inner] of Object.entries(value)) {
      if (COMMON.has(key) || key.startsWith('extension-definition--')) continue
      if (key === 'labels' || key === 'kill_chain_phases')
        found.push(...textsOf(inner).map((text): Fact => [`${at}.${key}`, text]))
      else if (/_refs?$/.test(key)) {
        for (const id of [inner].flat()) walk(byId.get(String(id)), `${at}.${key}`, byId, found, new Set([...open, value]))
      } else walk(inner, `${at}.${key}`, byId, found, open)
    }
  } else if (value !== undefined) found.push([at, typeof value === 'string' ? value : JSON.stringify(value)])
}

/** The phase `misp-category` repeats a label. */
function textsOf(list: unknown): string[] {
  return [list].flat().flatMap((item) => {
    const text = typeof item === 'string' ? item : JSON.stringify(item)
    return text.includes('"misp-category"') ? [] : [text]
  })
}

function without(facts: readonly Fact[], others: readonly Fact[]): Fact[] {
  const left = others.map((fact) => JSON.stringify(fact))
  return facts.filter((fact) => {
    const at = left.indexOf(JSON.stringify(fact))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
