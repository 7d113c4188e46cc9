import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { bundleToEvents } from '../../src/index.ts'
import type { Bundle, Diagnostic, MispEvent, MispRecord, StixObject } from '../../src/index.ts'
import { dataMissing, sharedFiles } from '../roundtrip/shared-data.ts'
import { factsOf, label, labelsOf, namedBy, STRUCTURE, structureSeen, uuidIn } from './stix-facts.ts'

/** `<bundle> <STIX id> <what>` -> why no MISP event can hold it. Exact, and no entry may go out of use. */
const UNHELD: Readonly<Record<string, string>> = {
  ...unheld(
    'an empty text is no value in MISP',
    '2.0 regkey_value_attribute observed-data--91ae0a21-c7ae-4c7f-b84b-b84a7ce53d1f windows-registry-key.values[].name ',
    '2.0 regkey_value_observable_attribute observed-data--91ae0a21-c7ae-4c7f-b84b-b84a7ce53d1f windows-registry-key.values[].name ',
  ),
  ...unheld(
    'the Observed Data of the element says 66642; the Indicator is not younger, so it loses, and a diagnostic says so',
    '2.0 multiple_reports indicator--2972c3a2-dda3-4de7-aca1-e96cf7ce5544 autonomous-system:number 174',
    '2.0 multiple_reports indicator--2972c3a2-dda3-4de7-aca1-e96cf7ce5544 to_ids autonomous-system:number 174',
    '2.1 multiple_reports indicator--2972c3a2-dda3-4de7-aca1-e96cf7ce5544 autonomous-system:number 174',
    '2.1 multiple_reports indicator--2972c3a2-dda3-4de7-aca1-e96cf7ce5544 to_ids autonomous-system:number 174',
  ),
  ...unheld(
    'the pattern shortens the payload with […]; the Observed Data hold it whole',
    '2.0 lnk_observable_object indicator--153ef8d5-9182-45ec-bf1c-5819932b9ab7 file:content_ref.payload_bin UEsDBAoACQAAAAaOU1EvUbi[...]AACAAIA2QAAAB8BAAAAAA==',
    '2.0 lnk_observable_object indicator--153ef8d5-9182-45ec-bf1c-5819932b9ab7 to_ids file:content_ref.payload_bin UEsDBAoACQAAAAaOU1EvUbi[...]AACAAIA2QAAAB8BAAAAAA==',
  ),
  ...unheld(
    'metres in STIX, kilometres in MISP: it says 1',
    '2.1 geolocation_object location--6a10dac8-71ac-4d9b-8269-1e9c73ea4d8f .precision 1000',
  ),
}

function unheld(reason: string, ...facts: string[]): Record<string, string> {
  return Object.fromEntries(facts.map((fact) => [fact, reason]))
}

interface Reading {
  events: MispEvent[]
  diagnostics: Diagnostic[]
  /** UUID -> the elements that carry it. */
  elements: Map<string, MispRecord[]>
}

const files = ['misp-internal-stix21', 'misp-internal-stix20'].flatMap((folder) => sharedFiles(`stix/${folder}`, '.json'))
const used = new Set<string>()
const figures = { bundles: 0, facts: 0, unheld: 0 }

for (const file of files) {
  const version = file.includes('stix20') ? '2.0' : '2.1'
  const name = `${version} ${basename(file, '.json').replace('bundle_with_', '')}`
  test(`${name} is read whole`, () => {
    const bundle = JSON.parse(readFileSync(file, 'utf8')) as Bundle
    const reading = read(bundle)
    assert.deepEqual(
      reading.diagnostics.filter(({ code }) => code === 'not-mapped'),
      [],
    )
    figures.bundles++
    const missing: string[] = []
    for (const [what, held] of checks(bundle, reading)) {
      figures.facts++
      if (held) continue
      const key = `${name} ${what}`
      if (Object.hasOwn(UNHELD, key)) {
        used.add(key)
        figures.unheld++
      } else missing.push(key)
    }
    assert.deepEqual(missing, [])
  })
}

test('all bundles of misp-stix were read', { skip: dataMissing() }, (t) => {
  t.diagnostic(`${figures.bundles} bundles, ${figures.facts} facts, ${figures.unheld} of them beyond MISP`)
  assert.equal(files.length, 363)
  assert.equal(figures.bundles, 363)
  assert.deepEqual(
    Object.keys(UNHELD).filter((key) => !used.has(key)),
    [],
    'these are held now: take them off the list',
  )
  assert.deepEqual(
    Object.keys(STRUCTURE).filter((key) => !structureSeen.has(key)),
    [],
    'no bundle has these properties: take them off the list',
  )
})

function read(bundle: Bundle): Reading {
  const { value: events, diagnostics } = bundleToEvents(bundle)
  const elements = new Map<string, MispRecord[]>()
  for (const record of records(events)) {
    const { uuid } = record
    if (typeof uuid === 'string') elements.set(uuid, [...(elements.get(uuid) ?? []), record])
  }
  return { events, diagnostics, elements }
}

function* records(value: unknown): Generator<MispRecord> {
  if (Array.isArray(value)) for (const item of value) yield* records(item)
  else if (typeof value === 'object' && value !== null) {
    yield value as MispRecord
    for (const inner of Object.values(value)) yield* records(inner)
  }
}

/** Everything that the bundle says, each with whether the events hold it. */
function* checks(bundle: Bundle, reading: Reading): Generator<[what: string, held: boolean]> {
  const objects = bundle.objects ?? []
  const byId = new Map(objects.map((object) => [object.id, object]))
  for (const object of objects) {
    if (object.type === 'report' || object.type === 'grouping') yield* containerChecks(object, byId, reading)
    else if (object.type === 'relationship') yield* relationChecks(object, byId, reading)
    else if (label(object, 'galaxy-type') !== undefined) yield* clusterChecks(object, reading)
    else if (namedBy(object) !== undefined) yield* elementChecks(object, objects, byId, reading)
    else if (/note|opinion|sighting|report/.test(object.type)) yield* textChecks(object, reading)
    yield* tagChecks(object, byId, reading)
  }
}

function* containerChecks(
  container: StixObject,
  byId: Map<string, StixObject>,
  { events }: Reading,
): Generator<[string, boolean]> {
  const event = events.find(({ uuid }) => uuid === uuidIn(container.id))
  const creator = byId.get(String(container['created_by_ref']))
  yield [`${container.id} uuid`, event !== undefined]
  yield [`${container.id} name`, event?.['info'] === container['name']]
  yield [`${container.id} modified`, isTimeOf(event, container)]
  if (creator !== undefined) {
    const orgc = event?.['Orgc'] as MispRecord | undefined
    yield [`${container.id} creator`, orgc?.['uuid'] === uuidIn(creator.id) && orgc['name'] === creator['name']]
  }
}

function* elementChecks(
  object: StixObject,
  objects: readonly StixObject[],
  byId: Map<string, StixObject>,
  { elements }: Reading,
): Generator<[string, boolean]> {
  const named = namedBy(object)
  if (named === undefined) return
  const key = named.kind === 'attribute' ? 'type' : 'name'
  const category = named.kind === 'attribute' ? 'category' : 'meta-category'
  const element = (elements.get(named.uuid) ?? []).find((record) => record[key] === named.name)
  yield [`${object.id} ${key} ${named.name}`, element !== undefined]
  if (named.category !== undefined) yield [`${object.id} ${category}`, element?.[category] === named.category]
  yield [`${object.id} modified`, isTimeOf(element, object)]
  for (const [seen, property] of [
    ['first_seen', 'first_observed'],
    ['last_seen', 'last_observed'],
  ] as const) {
    const at = object[property]
    if (at !== undefined && !sameTime(at, object['modified'])) yield [`${object.id} ${property}`, sameTime(element?.[seen], at)]
  }
  const bag = textsOf(element, elements)
  const marked = new Set([...bag].filter(([, detects]) => detects).map(([text]) => text))
  for (const { at, text, detects } of factsOf(object, (id) => byId.get(id))) {
    const plain = canonical(text)
    yield [`${object.id} ${at} ${text.slice(0, 60)}`, bag.has(plain)]
    if (detects) yield [`${object.id} to_ids ${at} ${text.slice(0, 60)}`, marked.has(plain)]
  }
  if (named.kind === 'attribute' && object.type !== 'x-misp-attribute') {
    const indicated = objects.some((other) => other.type === 'indicator' && namedBy(other)?.uuid === named.uuid)
    yield [`${object.id} to_ids`, element?.['to_ids'] === indicated]
  }
}

/** Every text of an element and of what it includes -> whether it stands in a to_ids attribute. */
function textsOf(
  element: MispRecord | undefined,
  elements: Map<string, MispRecord[]>,
  seen = new Set<unknown>(),
): Map<string, boolean> {
  const found = new Map<string, boolean>()
  const add = (text: string, detects: boolean): void =>
    void found.set(canonical(text), detects || (found.get(canonical(text)) ?? false))
  const walk = (value: unknown, detects: boolean): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, detects)
    else if (typeof value === 'object' && value !== null) {
      const inner = value as MispRecord
      for (const each of Object.values(inner)) walk(each, inner['to_ids'] === true)
    } else {
      const text = String(value)
      add(text, detects)
      for (const { index } of text.matchAll(/\|/g)) {
        add(text.slice(0, index), detects)
        add(text.slice(index + 1), detects)
      }
      for (const part of text.split(' / ')) add(part.replace(/^[a-z-]+: /, ''), detects) // ways to reach an identity, in one text
      add(text.replace(/ - [A-Z]+[\d.]+$/, ''), false) // ATT&CK names carry their id in MISP
      add(`CAPEC-${text}`, false) // and CAPEC ids do not carry the name of their list
    }
  }
  if (element === undefined || seen.has(element)) return found
  seen.add(element)
  walk(element, false)
  for (const reference of (element['ObjectReference'] ?? []) as MispRecord[]) {
    for (const target of elements.get(String(reference['referenced_uuid'])) ?? [])
      for (const [text, detects] of textsOf(target, elements, seen)) add(text, detects)
  }
  return found
}

function* relationChecks(
  relation: StixObject,
  byId: Map<string, StixObject>,
  { events, elements }: Reading,
): Generator<[string, boolean]> {
  const [source, target] = [byId.get(String(relation['source_ref'])), byId.get(String(relation['target_ref']))]
  if (source === undefined || target === undefined || relation['relationship_type'] === 'based-on') return
  if (uuidIn(source.id) === uuidIn(target.id)) return
  const what = `${relation.id} ${String(relation['relationship_type'])}`
  const from = elements.get(uuidIn(source.id)) ?? []
  if (label(target, 'galaxy-type') !== undefined) {
    const holder = namedBy(source) === undefined ? events : from
    yield [what, holder.some((record) => clustersOf(record).some(({ uuid }) => uuid === uuidIn(target.id)))]
    return
  }
  const links = from.flatMap((record) => [...listOf(record, 'ObjectReference'), ...listOf(record, 'Relationship')])
  const link = links.find(({ uuid }) => uuid === uuidIn(relation.id))
  yield [what, link?.['relationship_type'] === relation['relationship_type']]
  yield [`${what} target`, (link?.['referenced_uuid'] ?? link?.['related_object_uuid']) === uuidIn(target.id)]
}

function* clusterChecks(object: StixObject, { events }: Reading): Generator<[string, boolean]> {
  const [type, name] = [label(object, 'galaxy-type'), label(object, 'galaxy-name')]
  const galaxies = [...records(events)].flatMap((record) => listOf(record, 'Galaxy'))
  const galaxy = galaxies.find((each) => listOf(each, 'GalaxyCluster').some(({ uuid }) => uuid === uuidIn(object.id)))
  yield [`${object.id} galaxy`, galaxy?.['type'] === type && galaxy?.['name'] === name]
  const cluster = listOf(galaxy ?? {}, 'GalaxyCluster').find(({ uuid }) => uuid === uuidIn(object.id))
  yield [`${object.id} cluster type`, cluster?.['type'] === type]
  const bag = textsOf(galaxy, new Map())
  for (const { at, text } of factsOf(object, () => undefined))
    yield [`${object.id} ${at} ${text.slice(0, 60)}`, bag.has(canonical(text))]
}

function* textChecks(object: StixObject, { elements }: Reading): Generator<[string, boolean]> {
  const record = (elements.get(uuidIn(object.id)) ?? [])[0]
  yield [`${object.id} uuid`, record !== undefined]
  const bag = textsOf(record, new Map())
  for (const { at, text } of factsOf(object, () => undefined))
    yield [`${object.id} ${at} ${text.slice(0, 60)}`, bag.has(canonical(text))]
}

function* tagChecks(
  object: StixObject,
  byId: Map<string, StixObject>,
  { events, elements }: Reading,
): Generator<[string, boolean]> {
  if (label(object, 'galaxy-type') !== undefined) return
  const record = [...events.filter(({ uuid }) => uuid === uuidIn(object.id)), ...(elements.get(uuidIn(object.id)) ?? [])]
  const names = new Set([...records(record)].flatMap((each) => listOf(each, 'Tag').map((tag) => tag['name'])))
  for (const text of labelsOf(object)) {
    if (text.startsWith('misp:') || text === 'Threat-Report') continue
    yield [`${object.id} label ${text}`, names.has(text)]
  }
  for (const id of (object['object_marking_refs'] ?? []) as string[]) {
    const marking = byId.get(id)
    const tag = marking === undefined ? undefined : tagOf(marking)
    yield [`${object.id} marking ${tag}`, tag !== undefined && names.has(tag)]
  }
}

function tagOf(marking: StixObject): string | undefined {
  const { definition, name } = marking as { definition?: Record<string, string>; name?: string }
  const { tlp, statement } = definition ?? {}
  if (tlp !== undefined) return `tlp:${tlp}`
  return statement ?? name?.toLowerCase()
}

function clustersOf(record: MispRecord): MispRecord[] {
  return listOf(record, 'Galaxy').flatMap((galaxy) => listOf(galaxy, 'GalaxyCluster'))
}

function listOf(record: MispRecord, key: string): MispRecord[] {
  return Array.isArray(record[key]) ? (record[key] as MispRecord[]) : []
}

function isTimeOf(record: MispRecord | undefined, object: StixObject): boolean {
  return Number(record?.['timestamp']) === Math.floor(Date.parse(String(object['modified'])) / 1000)
}

function sameTime(a: unknown, b: unknown): boolean {
  return canonical(String(a)) === canonical(String(b))
}

/** One spelling for texts that say the same: times, truth values. */
function canonical(text: string): string {
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return String(Date.parse(text))
  if (/^true$/i.test(text)) return '1'
  if (/^false$/i.test(text)) return '0'
  if (text.length < 8 && /^[A-Z0-9]+$/i.test(text)) return text.toLowerCase() // names of protocols
  return text
}
