import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundleToEvents, createMappings } from '../../src/index.ts'
import type { Bundle, MispRecord } from '../../src/index.ts'
import { eventWith, exampleObject, mappings, objectExamples } from '../roundtrip/examples.ts'
import { toStix, withoutResidue } from '../roundtrip/trip.ts'

const { objects: templates } = mappings.tables

/** The tables as they may be later: every template has become newer. */
const LATER = createMappings({
  ...mappings.tables,
  objects: Object.fromEntries(
    Object.entries(templates).map(([name, row]) => [name, { ...row, version: Number(row.version) + 1 }] as const),
  ),
})

/** An event with an example of every form of every template. */
function examples(more: (template: string) => MispRecord): MispRecord {
  return eventWith({
    Object: objectExamples().map((example) => exampleObject(example, true, { description: 'x', ...more(example.template) })),
  })
}

/** Template and version of the objects in events. */
function versionsIn(events: readonly MispRecord[]): string[] {
  return objectsIn(events).map(({ name, template_version: version }) => `${String(name)} ${JSON.stringify(version)}`)
}

function objectsIn(events: readonly MispRecord[]): MispRecord[] {
  return events.flatMap((event) => (event['Object'] as MispRecord[] | undefined) ?? [])
}

function assertKnown(bundle: Bundle): void {
  const { value: events } = bundleToEvents(bundle)
  const made = objectsIn(events).filter(({ template_uuid: uuid }) => uuid !== undefined)
  assert.ok(made.length > 0)
  assert.deepEqual(
    versionsIn([{ Object: made }]),
    made.map(({ name }) => `${String(name)} "${templates[String(name)]?.version}"`),
  )
}

for (const name of ['vendor-report.json', 'no-report-20.json'])
  test(`${name}: every object has the version of its template, the original too`, () =>
    assertKnown(JSON.parse(readFileSync(new URL(`../../fixtures/bundles/${name}`, import.meta.url), 'utf8')) as Bundle))

test('an object that nothing travelled beside has the version of its template', () => {
  const event = examples(() => ({}))
  assertKnown(toStix([event], { profile: 'portable' }).value)
  assertKnown(withoutResidue(toStix([event]).value))
})

const OWN: Record<string, (template: string) => unknown> = {
  'another version': () => '3',
  'the version that the tables know': (template) => String(templates[template]?.version),
  'a number': (template) => templates[template]?.version,
  'no version': () => undefined,
}
for (const [what, version] of Object.entries(OWN))
  test(`an object of MISP that has ${what} keeps it, whatever tables read it`, () => {
    const event = examples((template) => ({ template_version: version(template) }))
    for (const tables of [mappings, LATER]) {
      const { value: events } = bundleToEvents(toStix([event]).value, {}, tables)
      assert.deepEqual(versionsIn(events).sort(), versionsIn([event]).sort())
    }
  })
