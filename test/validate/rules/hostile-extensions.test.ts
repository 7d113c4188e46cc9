import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RULES } from '../../../src/validate/rules/rules.ts'
import { validate } from '../unbroken.ts'
import { DEFINITION, domainObject, indicator } from './ask-extensions.ts'

const LONG = 'a'.repeat(1_000_000)

function many(count: number, make: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

const HOSTILE: Readonly<Record<string, Record<string, unknown>>> = {
  'long keys': domainObject('identity', { name: 'a', [LONG]: 1, extensions: { [LONG]: {}, [`${LONG}-ext`]: {} } }),
  'a long type': domainObject(LONG, {}),
  'a long extension_type': domainObject('identity', { name: 'a', extensions: { [DEFINITION]: { extension_type: LONG } } }),
  'a long definition': domainObject('extension-definition', {
    name: LONG,
    schema: `${LONG}:`,
    version: '1'.repeat(1_000_000),
    extension_types: [LONG],
    extension_properties: [LONG],
  }),
  'a pattern of nothing': indicator(LONG),
  'a pattern of parentheses': indicator('('.repeat(1_000_000)),
  'a pattern of line feeds': indicator(`[${'\n'.repeat(1_000_000)}file:hashes.MD5 IN (${many(1000, () => "'f'").join()})]`),
  'a long name in a pattern': indicator(`[${LONG}:name = 1]`),
  'a long hash': indicator(`[file:hashes.MD5 = '${LONG}']`),
  'a long expression': indicator(`[file:name MATCHES '${'('.repeat(1_000_000)}']`),
  'a long class': indicator(`[file:name MATCHES '${'[a-'.repeat(300_000)}']`),
  'a long subnet': indicator(`[ipv4-addr:value ISSUBSET '${LONG}']`),
  'many bad hashes': indicator(`[${many(40_000, () => "file:hashes.MD5 = 'a'").join(' OR ')}]`),
  'many types joined by AND': indicator(`[${many(40_000, (at) => `x-t${at}:name = 1`).join(' AND ')}]`),
  'many pairs of types': indicator(`[${many(20_000, (at) => `(x-t${at}:name = 1 AND url:value = 'a')`).join(' OR ')}]`),
}

test('hostile objects take linear time, and messages stay short', () => {
  const enable = RULES.map(({ code }) => code)
  for (const [name, object] of Object.entries(HOSTILE)) {
    const start = performance.now()
    const { violations } = validate(object, { enable })
    assert.ok(performance.now() - start < 5000, name)
    for (const { message } of violations) assert.ok(message.length < 1000, `${name}: ${message.slice(0, 200)}`)
  }
})

const VALUES = [null, 7, 'a', true, [], [null], {}, { extension_type: null }, { a: [[]] }]

test('whatever the values are, no rule throws', () => {
  const keys = [
    'extensions',
    'pattern',
    'pattern_type',
    'pattern_version',
    'valid_from',
    'definition_type',
    'definition',
    'values',
  ]
  keys.push(
    'extension_types',
    'extension_properties',
    'version',
    'schema',
    'description',
    'external_references',
    'x509_v3_extensions',
  )
  for (const type of [
    'indicator',
    'file',
    'extension-definition',
    'marking-definition',
    'x509-certificate',
    'x-acme',
    'bundle',
    '__proto__',
  ]) {
    for (const key of keys) {
      for (const value of VALUES) {
        const object = { ...indicator("[file:name = 'a']"), type, [key]: value }
        validate(object, { enable: RULES.map(({ code }) => code) })
        validate({ ...object, [key]: { 'ntfs-ext': value, [DEFINITION]: value, 'x-a-ext': value } })
      }
    }
  }
  assert.ok(validate(indicator("[file:name = 'a']")).valid)
})
