import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { defaultMappings } from '../../src/index.ts'
import { recordsOf } from '../../src/convert/assembly.ts'
import { referencesIn } from '../../src/convert/content.ts'
import { Inventory } from '../../src/convert/original/inventory.ts'
import { isOriginal, readOriginal, unpackOriginal } from '../../src/convert/original/original.ts'
import { rebuild } from '../../src/convert/original/rebuild.ts'
import { hashOf } from '../../src/convert/original/said.ts'
import { canonicalJson } from '../../src/stix/canonical.ts'
import { exported, foreignDocuments, imported, readAgain } from './foreign-documents.ts'
import { dataMissing } from './shared-data.ts'

/** What an analyst does to an attribute; `false` where it makes no sense. `list`: the list in which it stands. */
type Edit = (attribute: MispRecord, list: MispRecord[], event: MispRecord) => boolean

const UUID = 'b6f6f7a0-0c1e-4d6a-9a3b-00000000000'

/** Other legal values of types. */
const VALUES: Readonly<Record<string, string>> = {
  domain: 'edited.example.com',
  hostname: 'edited.example.com',
  'ip-dst': '198.51.100.77',
  'ip-src': '198.51.100.78',
  url: 'https://edited.example.com/x',
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  filename: 'edited.exe',
  email: 'edited@example.com',
  'email-src': 'edited@example.com',
  'ip-dst|port': '198.51.100.77|8443',
  'domain|ip': 'edited.example.com|198.51.100.77',
  'filename|md5': 'edited.exe|d41d8cd98f00b204e9800998ecf8427e',
  'filename|sha256': 'edited.exe|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  mutex: 'Global\\edited',
  regkey: 'HKEY_LOCAL_MACHINE\\Software\\Edited',
  'mac-address': '00:00:5e:00:53:77',
  AS: '64511',
}

const EDITS: Readonly<Record<string, Edit>> = {
  comment: (attribute) => Boolean((attribute['comment'] = 'edited by an analyst')),
  'to_ids on': (attribute) => attribute['to_ids'] !== true && (attribute['to_ids'] = true),
  'to_ids off': (attribute) => attribute['to_ids'] === true && !(attribute['to_ids'] = false),
  value: (attribute) => {
    const value = VALUES[String(attribute['type'])]
    if (value === undefined || attribute['value'] === value) return false
    attribute['value'] = value
    return true
  },
  type: (attribute) =>
    attribute['type'] === 'ip-dst' && attribute['object_relation'] === undefined && Boolean((attribute['type'] = 'ip-src')),
  tag: (attribute) => add(attribute, 'Tag', { name: 'edited:tag="1"' }),
  marking: (attribute) => add(attribute, 'Tag', { name: 'tlp:red' }),
  first_seen: (attribute) => Boolean((attribute['first_seen'] = '2024-02-03T04:05:06.000000+00:00')),
  delete: (attribute, list, event) => !hasTwin(attribute, event) && list.splice(list.indexOf(attribute), 1).length > 0,
  'delete softly': (attribute, _list, event) => !hasTwin(attribute, event) && (attribute['deleted'] = true),
  'add beside': (_attribute, list) =>
    list.push({
      uuid: `${UUID}1`,
      type: 'domain',
      category: 'Network activity',
      value: 'added.example.org',
      to_ids: true,
      timestamp: '1700000000',
      ...relationOf(list),
    }) > 0,
  note: (attribute) =>
    add(attribute, 'Note', {
      uuid: `${UUID}2`,
      note: 'a note',
      language: 'en',
      authors: 'x',
      created: '2024-01-01 00:00:00',
      modified: '2024-01-01 00:00:00',
    }),
  sighting: (attribute) =>
    add(attribute, 'Sighting', {
      uuid: `${UUID}3`,
      type: '0',
      date_sighting: '1700000000',
      source: 'x',
      attribute_uuid: attribute['uuid'],
    }),
  galaxy: (attribute) =>
    add(attribute, 'Galaxy', {
      uuid: `${UUID}4`,
      name: 'Threat Actor',
      type: 'threat-actor',
      GalaxyCluster: [
        { uuid: `${UUID}5`, type: 'threat-actor', value: 'Edited Actor', tag_name: 'misp-galaxy:threat-actor="Edited Actor"' },
      ],
    }),
  distribution: (attribute) => Boolean((attribute['distribution'] = '1')),
}

function add(record: MispRecord, list: string, entry: MispRecord): boolean {
  const held = record[list]
  record[list] = [...(Array.isArray(held) ? (held as unknown[]) : []), entry]
  return true
}

/** An attribute of an object stands under a relation. */
function relationOf([first]: readonly MispRecord[]): MispRecord {
  return first?.['object_relation'] === undefined ? {} : { object_relation: 'added' }
}

/** MISP cannot tell which of two equal attributes was deleted: one of them is not enough. */
function hasTwin(attribute: MispRecord, event: MispRecord): boolean {
  const same = attributesOf(event).filter(
    ({ record }) => record['type'] === attribute['type'] && lower(record) === lower(attribute),
  )
  return same.length > 1
}

function lower({ value }: MispRecord): string {
  return String(value).toLowerCase()
}

interface Place {
  record: MispRecord
  list: MispRecord[]
  /** `domain`, or `file.size-in-bytes`. */
  path: string
}

function attributesOf(event: MispRecord): Place[] {
  const own = (event['Attribute'] as MispRecord[] | undefined) ?? []
  const objects = ((event['Object'] as MispRecord[] | undefined) ?? []).filter((object) => !isOriginal(object))
  return [
    ...own.map((record) => ({ record, list: own, path: String(record['type']) })),
    ...objects.flatMap((object) => {
      const list = (object['Attribute'] as MispRecord[] | undefined) ?? []
      return list.map((record) => ({ record, list, path: `${String(object['name'])}.${String(record['object_relation'])}` }))
    }),
  ]
}

/** Edits that do not come back exactly: document, place and edit, with the reason. It may only shrink. */
const listed = new URL('foreign-edits.json', import.meta.url)

/** The same edit on the same path in so many documents. */
const REPEATS = 1

test('what was edited, added and deleted in MISP comes back so, and nothing else', { skip: dataMissing() }, (t) => {
  const times = new Map<string, number>()
  const failed: string[] = []
  let runs = 0
  for (const document of foreignDocuments()) {
    if (document.objects.length > MOST_OBJECTS) continue
    for (const event of imported(document).events) {
      for (const [at, { path }] of attributesOf(event).entries()) {
        for (const [name, edit] of Object.entries(EDITS)) {
          const key = `${path} ${name}`
          const before = times.get(key) ?? 0
          if (before >= REPEATS) continue
          const fault = faultOf(event, at, edit)
          if (fault === undefined) continue
          times.set(key, before + 1)
          runs++
          if (fault !== '') failed.push(`${document.name} ${at} ${key}: ${fault}`)
        }
      }
    }
  }
  if (process.env['SHOW_EDITS'] !== undefined) for (const each of failed) t.diagnostic(each)
  const keys = failed.map((text) => text.slice(0, text.indexOf(': '))).sort()
  if (process.env['UPDATE_EDITS'] !== undefined) writeFileSync(listed, `${JSON.stringify(keys, undefined, 1)}\n`)
  assert.deepEqual(keys, JSON.parse(readFileSync(listed, 'utf8')))
  const paths = new Set([...times.keys()].map((key) => key.slice(0, key.indexOf(' '))))
  t.diagnostic(`${runs} edits over ${paths.size} paths, ${failed.length} listed as not exact`)
  assert.ok(paths.size > 150 && runs > 3000)
})

/** Large documents say nothing that small ones do not. */
const MOST_OBJECTS = 400

/** `undefined`: the edit makes no sense here; empty: it came back, and nothing else did. */
function faultOf(event: MispRecord, at: number, edit: Edit): string | undefined {
  const edited = structuredClone(event)
  const place = attributesOf(edited)[at] as Place
  const { record, list } = place
  const uuid = String(record['uuid'])
  if (!edit(record, list, edited)) return undefined
  const { bundle } = exported([edited])
  const back = readAgain(bundle).find((each) => each['uuid'] === event['uuid'])
  if (back === undefined) return 'the event is gone'
  const [wanted, found] = [said(edited), said(back)]
  const lost = [...wanted].filter(([key, hash]) => found.get(key) !== hash).map(([key]) => key)
  const more = [...found.keys()].filter((key) => !wanted.has(key))
  if (lost.length + more.length > 0) return `lost ${lost.join(', ')}; more ${more.join(', ')}`
  const strangers = changedFarAway(event, uuid, bundle.objects ?? [])
  return strangers.length === 0 ? '' : `changed as well: ${strangers.join(', ')}`
}

function said(event: MispRecord): Map<string, number> {
  return new Map([...new Inventory(event).entries].map(([key, { kind, record }]) => [key, hashOf(kind, record)]))
}

/** Objects that came back otherwise although nothing ties them to the edited element. */
function changedFarAway(event: MispRecord, uuid: string, objects: readonly StixObject[]): string[] {
  const original = readOriginal(unpackOriginal((event['Object'] as MispRecord[]).find(isOriginal) as MispRecord))
  const rebuilt = rebuild(defaultMappings(), original, String(event['uuid']))
  assert.ok(rebuilt !== undefined)
  const isAbout = (record: MispRecord): boolean =>
    record['uuid'] === uuid || ((record['Attribute'] as MispRecord[] | undefined)?.some((each) => each['uuid'] === uuid) ?? false)
  const near = new Set(rebuilt.members.filter((member) => recordsOf(member).some(isAbout)).map(({ object }) => object.id))
  for (let size = 0; size < near.size;) {
    size = near.size
    for (const { object } of rebuilt.members) {
      const refs = [...referencesIn(object)]
      if (near.has(object.id)) for (const ref of refs) near.add(ref)
      else if (refs.some((ref) => near.has(ref))) near.add(object.id)
    }
  }
  const written = new Set(objects.map(canonicalJson))
  return original.objects
    .filter(
      (object) =>
        !near.has(object.id) && object.type !== 'report' && object.type !== 'grouping' && !written.has(canonicalJson(object)),
    )
    .map(({ id }) => id)
}
