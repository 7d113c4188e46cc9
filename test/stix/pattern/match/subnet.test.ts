import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contains, parseSubnet } from '../../../../src/stix/pattern/match/subnet.ts'
import { matches, matchObjects, type Seen } from './seen.ts'

const SUBSETS: [inner: string, outer: string, expected: boolean][] = [
  ['198.51.100.0/27', '198.51.100.0/24', true],
  ['198.51.100.0/24', '198.51.100.0/27', false],
  ['198.51.100.7', '198.51.100.7/32', true],
  ['198.51.100.7', '198.51.100.200/24', true],
  ['198.51.101.7', '198.51.100.0/23', true],
  ['198.51.102.7', '198.51.100.0/23', false],
  ['198.51.100.7', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:DB8:0:0::/64', true],
  ['2001:db8:0:1::1', '2001:db8::/64', false],
  ['2001:db8:dead:beef:8000::/65', '2001:db8:dead:beef::/64', true],
  ['2001:db8::1', '::/0', true],
  ['198.51.100.7', '::/0', false],
  ['::ffff:198.51.100.7', '198.51.100.0/24', false],
  ['::ffff:198.51.100.7', '::ffff:0:0/96', true],
]

test('a set of addresses contains another', async () => {
  for (const [inner, outer, expected] of SUBSETS) {
    const sets = [parseSubnet(outer), parseSubnet(inner)] as const
    assert.ok(sets[0] !== undefined && sets[1] !== undefined)
    assert.equal(contains(sets[0], sets[1]), expected, `${inner} in ${outer}`)
    assert.equal((await matches(`[x-address:value ISSUBSET '${outer}']`, seen(inner))) !== false, expected)
    assert.equal((await matches(`[x-address:value NOT ISSUBSET '${outer}']`, seen(inner))) !== false, !expected)
    assert.equal((await matches(`[x-address:value ISSUPERSET '${inner}']`, seen(outer))) !== false, expected)
  }
})

function seen(value: string): Seen[] {
  return [{ objects: [{ type: 'x-address', value }] }]
}

const NO_SUBNETS = ['', '198.51.100', '198.51.100.07', '198.51.100.7/33', '198.51.100.7/-1', '198.51.100.7/024', '0x1.2.3.4']
const NO_SUBNETS_6 = ['::1/129', '1::2::3', 'fe80::1%eth0', '::g', '12345::', '::1.2.3', 'example.com', `${'0'.repeat(60)}::`]

test('what is no address is in no set, and no constant', async () => {
  for (const text of [...NO_SUBNETS, ...NO_SUBNETS_6]) {
    assert.equal(parseSubnet(text), undefined, text)
    assert.equal(await matches("[x-address:value ISSUBSET '::/0']", seen(text)), false)
    const result = await matchObjects(`[ipv4-addr:value ISSUBSET '${text}']`, [])
    assert.equal(result.outcome, 'not-evaluable')
  }
})
