import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MODEL } from '../../../src/stix/model.ts'
import { propertiesOf } from '../../../src/validate/places.ts'
import { RULES } from '../../../src/validate/rules/rules.ts'
import { validate } from '../unbroken.ts'
import { DEFINITION, domainObject } from './ask-extensions.ts'

const LONG = 'a'.repeat(1_000_000)
const EVERYTHING = { enable: RULES.map(({ code }) => code), interop: true }
const selecting = (...selectors: string[]) =>
  domainObject('identity', { name: 'a', granular_markings: [{ selectors, lang: 'en' }] })

const HOSTILE: Readonly<Record<string, Record<string, unknown>>> = {
  'a long selector': selecting(
    LONG,
    `name.${LONG}`,
    `name.[${'1'.repeat(1_000_000)}]`,
    'name.'.repeat(200_000),
    '.'.repeat(1_000_000),
  ),
  'many selectors': selecting(...Array.from({ length: 100_000 }, () => 'name')),
  'a long language': domainObject('identity', { name: 'a', lang: `en-${'a-'.repeat(500_000)}` }),
  'many languages': domainObject('language-content', {
    contents: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`en-${at}`, { [LONG.slice(0, 100)]: 'a' }])),
  }),
  'a long key in contents': domainObject('language-content', { contents: { de: { [LONG]: 'a' }, [LONG]: {} } }),
  'a long id': domainObject('x-acme', { id: `x-acme${'-'.repeat(1_000_000)}` }),
  'long references': domainObject('relationship', { relationship_type: LONG, source_ref: `${LONG}--`, target_ref: LONG }),
  'a long time': domainObject('identity', {
    name: 'a',
    created: `2026-01-01T00:00:00.${'1'.repeat(1_000_000)}Z`,
    modified: `2026-01-01T00:00:00.${'0'.repeat(1_000_000)}Z`,
  }),
  'a long registry key': { type: 'windows-registry-key', id: 'windows-registry-key--1', key: LONG },
  'a long CVE': domainObject('vulnerability', {
    name: 'a',
    external_references: [{ source_name: 'cve', external_id: `CVE-2021-${'1'.repeat(1_000_000)}x` }],
  }),
  'a long key in a container': domainObject('observed-data', {
    objects: { [LONG]: { type: LONG, x_ref: LONG }, 0: { type: 'file', content_ref: LONG } },
  }),
  'a long TLP': domainObject('marking-definition', { definition_type: 'tlp', definition: { tlp: LONG, [LONG]: 1 } }),
}

test('hostile objects take linear time, and messages stay short', () => {
  for (const [name, object] of Object.entries(HOSTILE)) {
    const start = performance.now()
    const { violations } = validate([object, object], EVERYTHING)
    assert.ok(performance.now() - start < 5000, name)
    for (const { message } of violations) assert.ok(message.length < 1000, `${name}: ${message.slice(0, 200)}`)
  }
})

const VALUES: readonly unknown[] = [
  null,
  7,
  -0.5,
  '',
  'a',
  true,
  [],
  [null],
  [[]],
  {},
  { type: 7 },
  { a: null },
  [{ selectors: [null, ''], lang: 1 }],
]
const EXTENSIONS = { [DEFINITION]: { extension_type: 'toplevel-property-extension' } }

test('whatever the values are, no rule throws', () => {
  let asked = 0
  for (const type of [...Object.keys(MODEL), 'x-acme', 'bundle', '__proto__', 'constructor']) {
    for (const key of [...Object.keys(propertiesOf(type)), 'toString', '__proto__']) {
      const objects = VALUES.map(
        (value) =>
          JSON.parse(
            `{"type":${JSON.stringify(type)},"id":"${type}--8e2e2d2b-17d4-5cbf-938f-98ee46b3cd3f",${JSON.stringify(key)}:${JSON.stringify(value)}}`,
          ) as object,
      )
      validate(objects.concat(objects.map((object) => ({ extensions: EXTENSIONS, ...object }))), EVERYTHING)
      asked += objects.length
    }
  }
  assert.ok(asked > 5000)
})
