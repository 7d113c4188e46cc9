import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { EventLedger } from '../../src/cli/event-ledger.ts'

const uuid = (number: number) => `7d2b0b6e-1f0e-4a0d-9a52-${number.toString(16).padStart(12, '0')}`

/** Numbers of the events that lose, told the simple way. */
function expectedLosers(events: readonly [name: string, stamp: number][]): number[] {
  const winners = new Map<string, number>()
  for (const [number, [name, stamp]] of events.entries()) {
    const known = winners.get(name.toLowerCase())
    if (known === undefined || stamp >= (events[known]?.[1] ?? 0)) winners.set(name.toLowerCase(), number)
  }
  const winning = new Set(winners.values())
  return [...events.keys()].filter((number) => !winning.has(number))
}

describe('an event ledger', () => {
  it('lets the newest win, of equally new ones the last', () => {
    const ledger = new EventLedger()
    const events: [string, unknown, boolean][] = [
      [uuid(1), '20', false],
      [uuid(2), '10', false],
      [uuid(1), '10', true],
      [uuid(2), '10', true],
      [uuid(2).toUpperCase(), 30, true],
      ['no uuid', undefined, false],
      ['no uuid', null, true],
    ]
    for (const [name, stamp, isRepeated] of events) assert.equal(ledger.add(name, stamp), isRepeated)
    assert.deepEqual(
      [...ledger.losers].sort((one, other) => one - other),
      [1, 2, 3, 5],
    )
    assert.equal(ledger.count, 7)
  })

  it('agrees with a simple one, whatever comes', () => {
    const name = fc.oneof(fc.nat(40).map(uuid), fc.constantFrom('a', 'b'))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat(3)), { maxLength: 200 }), (events) => {
        const ledger = new EventLedger()
        for (const [id, stamp] of events) ledger.add(id, String(stamp))
        assert.deepEqual(
          [...ledger.losers].sort((one, other) => one - other),
          expectedLosers(events),
        )
      }),
    )
  })

  it('holds very many', () => {
    const ledger = new EventLedger()
    for (let number = 0; number < 100_000; number++) ledger.add(uuid(number), '1')
    assert.equal(ledger.losers.size, 0)
    assert.equal(ledger.add(uuid(77_777), '1'), true)
    assert.deepEqual([...ledger.losers], [77_777])
  })
})
