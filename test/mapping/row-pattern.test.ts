import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { printRowPattern, readRowPattern } from '../../src/mapping/row-pattern.ts'
import type { Row } from '../../src/mapping/row.ts'
import { fills, row } from './same.ts'
import type { Values } from './same.ts'

const github = row({
  sco: 'user-account',
  slots: ['login'],
  const: { account_type: 'github', is_service_account: false },
  match: ['account_type'],
  bind: { account_login: 'login' },
})
const traffic = row({
  sco: 'network-traffic',
  refs: { dst_ref: { ip: 'ip', host: 'domain-name' } },
  pattern: { 'protocols[0]': 'protocols[*]', protocols: 'protocols[*]' },
  bind: {
    'dst_ref.value': ['ip', 'host'],
    dst_port: 'port',
    'protocols[0]': { from: 'layer4', codec: 'words', words: { TCP: 'tcp' } },
    protocols: { from: 'layer7', codec: 'words', words: { HTTP: 'http' } },
  },
})

/** Row, values, pattern: both directions hold. */
const PAIRS: readonly [string, Row, Values, string][] = [
  [
    'constants that belong to the meaning',
    github,
    [['login', "o'cat"]],
    String.raw`[user-account:account_type = 'github' AND user-account:account_login = 'o\'cat']`,
  ],
  [
    'several binds on one list',
    traffic,
    [
      ['host', 'c2.example.com'],
      ['port', '443'],
      ['layer4', 'TCP'],
      ['layer7', 'HTTP'],
    ],
    "[network-traffic:dst_ref.value = 'c2.example.com' AND network-traffic:dst_port = 443 AND network-traffic:protocols[*] = 'tcp' AND network-traffic:protocols[*] = 'http']",
  ],
  [
    'repeated values',
    traffic,
    [
      ['ip', '198.51.100.7'],
      ['ip', '198.51.100.8'],
    ],
    "[network-traffic:dst_ref.value = '198.51.100.7' OR network-traffic:dst_ref.value = '198.51.100.8']",
  ],
]

suite('values and patterns', () => {
  for (const [name, of, values, pattern] of PAIRS) {
    test(name, () => {
      assert.equal(printRowPattern(of, fills(values)), pattern)
      assert.deepEqual(
        readRowPattern(of, pattern, { byShape: true })?.map((reading) => [reading.name, reading.value]),
        values,
      )
    })
  }
})

const login = "user-account:account_login = 'octocat'"

/** Pattern, how many values are read under MISP's labels, and by shape alone. */
const CONSTANTS: readonly [string, number | undefined, number | undefined][] = [
  [`[user-account:account_type = 'github' AND ${login}]`, 1, 1],
  [`[user-account:account_type = 'GitHub' AND ${login}]`, 1, 1],
  [`[user-account:account_type = 'gitlab' AND ${login}]`, 1, undefined],
  [`[${login}]`, 1, undefined],
  [`[user-account:account_type = 'github' AND user-account:is_service_account = true AND ${login}]`, 1, undefined],
  [`[user-account:display_name = 'Octocat' AND ${login}]`, undefined, undefined],
]

suite('constants in patterns are tolerated under labels, and demanded of a shape', () => {
  for (const [pattern, labelled, shaped] of CONSTANTS) {
    test(pattern, () => {
      assert.equal(readRowPattern(github, pattern)?.length, labelled)
      assert.equal(readRowPattern(github, pattern, { byShape: true })?.length, shaped)
    })
  }
})

test('alternatives belong to one place', () => {
  const address = row({ sco: 'ip', slots: ['ip'], bind: { value: 'ip' } })
  const either = "[ipv4-addr:value = '198.51.100.7' OR ipv6-addr:value = '2001:db8::7']"
  assert.deepEqual(
    readRowPattern(address, either)?.map(({ value }) => value),
    ['198.51.100.7', '2001:db8::7'],
  )
  assert.equal(
    readRowPattern(traffic, "[network-traffic:protocols[*] = 'tcp' OR network-traffic:protocols[*] = 'http']"),
    undefined,
  )
  assert.equal(
    readRowPattern(traffic, "[network-traffic:dst_port = 443 OR network-traffic:dst_ref.value = 'c2.example.com']"),
    undefined,
  )
  assert.equal(readRowPattern(traffic, '[network-traffic:dst_port IN (443, 8443)]')?.length, 2)
  assert.equal(readRowPattern(traffic, '[network-traffic:dst_port > 443]'), undefined)
  assert.equal(readRowPattern(traffic, '[network-traffic:dst_port NOT = 443]'), undefined)
})

test('a generic row reads its value under its aliases', () => {
  const app = row({ generic: true, aliases: { value: ['app:id'] } })
  assert.deepEqual(app.slots, ['value'])
  assert.deepEqual(
    readRowPattern(app, "[app:id = 'com.example.app']")?.map(({ name, value }) => [name, value]),
    [['value', 'com.example.app']],
  )
  assert.equal(printRowPattern(app, [{ name: 'value', value: 'com.example.app', index: 0 }]), undefined)
})

test('a custom property names its relation whatever its case', () => {
  const file = row({ sco: 'file', relations: { KnownMalicious: 'text', FileName: 'filename' }, bind: { name: 'FileName' } })
  for (const name of ['x_misp_KnownMalicious', 'x_misp_knownmalicious'])
    assert.deepEqual(readRowPattern(file, `[file:${name} = 'yes']`), [{ bind: undefined, name: 'KnownMalicious', value: 'yes' }])
})
