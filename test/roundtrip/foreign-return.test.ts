import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { MispRecord } from '../../src/index.ts'
import { differences, inWords } from './differences.ts'
import {
  exported,
  expectedBack,
  foreignDocuments,
  imported,
  readAgain,
  unlike,
  unreadableFiles,
  withoutOriginal,
} from './foreign-documents.ts'
import type { ForeignDocument } from './foreign-documents.ts'
import { served } from './misp-server.ts'
import { dataMissing } from './shared-data.ts'

const documents = dataMissing() === false ? foreignDocuments() : []

test('stable return: every object of the real STIX comes back from MISP as it was', { skip: dataMissing() }, (t) => {
  let count = 0
  for (const document of documents) {
    const wanted = expectedBack(document)
    const { bundle } = exported(imported(document).events)
    assert.deepEqual(unlike(wanted, bundle.objects ?? []), { missing: [], more: [] }, document.name)
    count += wanted.length
  }
  assert.ok(documents.length >= 660 && count >= 14_000, `${documents.length} documents, ${count} objects`)
  t.diagnostic(`${documents.length} documents, ${count} objects`)
})

test('what is no STIX 2 is refused in words, and nothing is written', { skip: dataMissing() }, (t) => {
  const files = unreadableFiles()
  for (const file of files) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'convert', '--to', 'misp', file], { encoding: 'utf8' })
    assert.equal(status, 3, file)
    assert.equal(stdout, '', file)
    assert.match(stderr, /^error {4}\S/m, file)
  }
  assert.ok(files.length >= 4)
  t.diagnostic(`${files.length} files refused`)
})

const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

test('a second trip changes nothing, and a third hop still returns everything', { skip: dataMissing() }, () => {
  for (const document of documents) {
    const first = imported(document).events
    const { bundle } = exported(first)
    const second = readAgain(bundle)
    assert.deepEqual(
      inWords(differences(sorted(first.map(withoutOriginal)), sorted(second.map(withoutOriginal)))),
      [],
      document.name,
    )
    const { bundle: again } = exported(second)
    assert.deepEqual(unlike(expectedBack(document), again.objects ?? []), { missing: [], more: [] }, document.name)
    if (bundle.id !== undefined) assert.equal(again.id, bundle.id, document.name)
  }
})

test('nothing looks edited that a MISP server only keeps in its own way', { skip: dataMissing() }, (t) => {
  let changed = 0
  for (const document of documents) {
    const { events } = imported(document)
    const kept = events.map((event) => served(event))
    for (const { changes } of kept) changed += changes
    const { bundle } = exported(kept.map(({ event }) => event))
    assert.deepEqual(unlike(expectedBack(document), bundle.objects ?? []), { missing: [], more: [] }, document.name)
  }
  assert.ok(changed > 1000, `the server changed ${changed} values only`)
  t.diagnostic(`${changed} values, times and attributes changed by the server`)
})

test('without originals the mapping alone returns a share of the objects that never gets less', { skip: dataMissing() }, (t) => {
  let [equal, all] = [0, 0]
  for (const document of documents) {
    const wanted = expectedBack(document)
    const { missing } = unlike(wanted, exported(imported(document, false).events).bundle.objects ?? [])
    all += wanted.length
    equal += wanted.length - missing.length
  }
  t.diagnostic(`${equal} of ${all} objects return equal with --no-original`)
  assert.ok(equal >= LEAST_WITHOUT_ORIGINALS, `${equal} objects return equal, ${LEAST_WITHOUT_ORIGINALS} did`)
})

/** Raise it when the mapping gets better. */
const LEAST_WITHOUT_ORIGINALS = 2222

/** How many objects of a type have a place in an event, travel whole, and were set aside. */
type Fate = [mapped: number, carried: number, setAside: number]

const table = new URL('fates.json', import.meta.url)

test('no dustbin: what becomes of the real STIX in MISP, by type', { skip: dataMissing() }, (t) => {
  const found: Record<string, Fate> = {}
  for (const document of documents) addFates(document, found)
  if (process.env['UPDATE_FATES'] !== undefined) writeFileSync(table, `${JSON.stringify(sortedKeys(found), undefined, 1)}\n`)
  const committed = JSON.parse(readFileSync(table, 'utf8')) as Record<string, Fate>
  assert.deepEqual(Object.keys(found).sort(), Object.keys(committed).sort(), 'types in the table')
  for (const [type, fate] of Object.entries(found)) {
    const before = committed[type] as Fate
    assert.equal(sum(fate), sum(before), `${type}: the data hold another number`)
    assert.ok(fate[0] >= before[0], `${type}: ${fate[0]} mapped, the table has ${before[0]}`)
    assert.deepEqual(fate, before, `${type}: better than the table: run with UPDATE_FATES=1 and commit it`)
  }
  const all = Object.values(found)
  t.diagnostic([0, 1, 2].map((at) => `${all.reduce((total, fate) => total + (fate[at] ?? 0), 0)} ${COLUMNS[at]}`).join(', '))
})

const COLUMNS = ['mapped', 'carried whole', 'set aside']

/** Nothing is unaccounted for: what went in of each type is the sum of what became of it, and every refusal has a reason. */
function addFates(document: ForeignDocument, found: Record<string, Fate>): void {
  const counts = new Map<string, number>()
  for (const object of document.objects) {
    const { type } = object as { type: string }
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  const { fates, diagnostics, events } = imported(document)
  assert.ok(events.length > 0, `${document.name}: no event`)
  assert.deepEqual([...fates.keys()].sort(), [...counts.keys()].sort(), document.name)
  let refused = 0
  for (const [type, { mapped, carried, setAside }] of fates) {
    assert.equal(mapped + carried + setAside, counts.get(type), `${document.name}: ${type}`)
    const fate = (found[type] ??= [0, 0, 0])
    fate[0] += mapped
    fate[1] += carried
    fate[2] += setAside
    refused += setAside
  }
  assert.equal(diagnostics.filter(({ severity }) => severity === 'error').length, refused, `${document.name}: reasons`)
}

function sum(fate: Fate): number {
  return fate[0] + fate[1] + fate[2]
}

function sorted(events: readonly MispRecord[]): MispRecord {
  return { Event: [...events].sort((one, other) => (String(one['uuid']) < String(other['uuid']) ? -1 : 1)) }
}

function sortedKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
}
