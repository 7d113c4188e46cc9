import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  compareMoments,
  formatTimestamp,
  isLater,
  isoMilliseconds,
  isSameMoment,
  mispMicroseconds,
  parseTime,
} from '../../src/stix/timestamp.ts'
import type { Moment } from '../../src/stix/timestamp.ts'

/** A text of MISP or STIX, and the moment in STIX' form with the digits that were written; `undefined` for what is none. */
const TIMES: readonly [text: string, stix: string | undefined][] = [
  ['2025-02-19T21:20:00Z', '2025-02-19T21:20:00Z'],
  ['2025-02-19T21:20:00.5Z', '2025-02-19T21:20:00.5Z'],
  ['2025-02-19T21:20:00.123456789Z', '2025-02-19T21:20:00.123456789Z'],
  ['2025-02-19T23:20:00+02:00', '2025-02-19T21:20:00Z'],
  ['2025-02-19T23:20:00.250000+0200', '2025-02-19T21:20:00.250000Z'],
  ['2025-02-19T16:50:00-04:30', '2025-02-19T21:20:00Z'],
  ['2025-02-19 21:20:00', '2025-02-19T21:20:00Z'],
  ['2025-02-19T21:20', '2025-02-19T21:20:00Z'],
  ['2025-02-19', '2025-02-19T00:00:00Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
  ['2025-02-29', undefined],
  ['2025-13-01', undefined],
  ['2025-02-19T24:00:00Z', undefined],
  ['2025-02-19T21:60:00Z', undefined],
  ['2025-2-19', undefined],
  ['19.02.2025', undefined],
  ['2025-02-19T21:20:00.Z', undefined],
  ['2025-02-19T21:20:00Z ', undefined],
  ['1740000000', undefined],
  ['', undefined],
]

test('times are read as they are written', () => {
  for (const [text, stix] of TIMES) {
    const moment = parseTime(text)
    assert.equal(moment === undefined ? undefined : formatTimestamp(moment), stix, text)
  }
})

test('seconds since 1970 are written with milliseconds for created and modified', () => {
  assert.equal(isoMilliseconds(0), '1970-01-01T00:00:00.000Z')
  assert.equal(isoMilliseconds(1_740_000_000), '2025-02-19T21:20:00.000Z')
  assert.equal(isoMilliseconds(-1), '1969-12-31T23:59:59.000Z')
  assert.equal(isoMilliseconds(253_402_300_799), '9999-12-31T23:59:59.000Z')
  for (const none of [253_402_300_800, -62_167_219_201, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(isoMilliseconds(none), undefined)
})

/** Digits behind the point, and MISP's six. */
const FRACTIONS: readonly [string, string][] = [
  ['', '000000'],
  ['5', '500000'],
  ['123456', '123456'],
  ['123456789', '123456'],
]

test('MISP writes six digits and +00:00', () => {
  for (const [fraction, six] of FRACTIONS)
    assert.equal(mispMicroseconds({ seconds: 1_740_000_000, fraction }), `2025-02-19T21:20:00.${six}+00:00`)
})

/** Two moments, and which is later: 1 the first, -1 the second, 0 neither. */
const ORDERS: readonly [Moment, Moment, number][] = [
  [{ seconds: 2, fraction: '' }, { seconds: 1, fraction: '9' }, 1],
  [{ seconds: 1, fraction: '5' }, { seconds: 1, fraction: '50' }, 0],
  [{ seconds: 1, fraction: '05' }, { seconds: 1, fraction: '5' }, -1],
  [{ seconds: -1, fraction: '' }, { seconds: 0, fraction: '' }, -1],
]

test('moments are ordered whatever their digits', () => {
  for (const [a, b, order] of ORDERS) {
    assert.equal(Math.sign(compareMoments(a, b)), order)
    assert.equal(Math.sign(compareMoments(b, a)), -order + 0)
  }
})

test('later and same are said of texts, and of no text that is no time', () => {
  assert.ok(isLater('2025-02-19T21:20:00.001Z', '2025-02-19T21:20:00Z'))
  assert.ok(!isLater('2025-02-19T21:20:00.000Z', '2025-02-19T21:20:00Z'))
  assert.ok(!isLater('tomorrow', '2025-02-19T21:20:00Z'))
  assert.ok(!isLater('2025-02-19T21:20:00Z', 'yesterday'))
  assert.ok(isSameMoment('2025-02-19T21:20:00.000Z', '2025-02-19T22:20:00+01:00'))
  assert.ok(!isSameMoment('tomorrow', 'Tomorrow'))
})
