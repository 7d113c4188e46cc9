import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isIpv4, isIpv6 } from '../../src/stix/forms.ts'

const IPV4 = '192.0.2.1 0.0.0.0 255.255.255.255 192.0.2.0/24 0.0.0.0/0 192.0.2.1/32'
const NOT_IPV4 = '192.0.2 192.0.2.256 192.0.02.1 192.0.2.1. 192.0.2.0/33 192.0.2.0/024 192.0.2.0/ 192.0.2.1:80 0xc0.0.2.1 ::1'
const IPV6 =
  ':: ::1 1:: 2001:db8::1 2001:DB8:0:0:0:0:0:1 ::ffff:192.0.2.1 1:2:3:4:5:6:192.0.2.1 1::3:4:5:6:7:8 2001:db8::/32 ::/0 ::1/128'
const NOT_IPV6 =
  ': ::: :1 1: 2001:db8::1::2 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1::2:3:4:5:6:7:8 12345::1 g::1 fe80::1%eth0 192.0.2.1 192.0.2.1:: ' +
  '1:192.0.2.1::2 ::192.0.2.1:1 ::ffff:192.0.2.256 ::ffff:192.0.2.01 ::1/129 ::1/064 ::1/ ::1/1/1 [::1]'

test('an address, or a network of one, is told from what looks like it', () => {
  for (const text of IPV4.split(' ')) assert.ok(isIpv4(text), text)
  for (const text of NOT_IPV4.split(' ')) assert.ok(!isIpv4(text), text)
  for (const text of IPV6.split(' ')) assert.ok(isIpv6(text), text)
  for (const text of NOT_IPV6.split(' ')) assert.ok(!isIpv6(text), text)
})
