import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analysePattern } from '../../../../src/stix/pattern/analysis/analyse.ts'
import { createMatcher } from '../../../../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../../../../src/stix/pattern/match/observed-data.ts'
import { parsePattern } from '../../../../src/stix/pattern/parse.ts'
import { objectsOf } from './seen.ts'

const MEGABYTE = 1_000_000

function filled(make: (at: number) => string, between: string): string {
  const parts: string[] = []
  for (let length = 0, at = 0; length < MEGABYTE; at++) {
    const part = make(at)
    parts.push(part)
    length += part.length + between.length
  }
  return parts.join(between)
}

const NAME = "file:name = 'a'"

/** A megabyte each: analysed and matched, or given up, and never a crash. */
const LARGE: [name: string, pattern: () => string, outcome: string][] = [
  ['types with OR', () => `[${filled((at) => `t${at}:b = 1`, ' OR ')}]`, 'not-matched'],
  ['types with AND', () => `[${filled((at) => `t${at}:b = 1`, ' AND ')}]`, 'not-matched'],
  ['comparisons with AND', () => `[${filled(() => NAME, ' AND ')}]`, 'matched'],
  ['a set', () => `[file:name IN (${filled((at) => `'${at}'`, ', ')})]`, 'not-matched'],
  ['a LIKE', () => `[file:name LIKE '${filled(() => 'a', '%')}']`, 'not-matched'],
  ['observations with OR', () => filled((at) => `[file:size = ${at}]`, ' OR '), 'not-matched'],
  ['observations with AND', () => filled(() => `[${NAME}]`, ' AND '), 'not-matched'],
  ['observations with FOLLOWEDBY', () => filled(() => `[${NAME}]`, ' FOLLOWEDBY '), 'not-matched'],
  ['alternatives', () => filled(() => `([${NAME}] AND [${NAME}] OR [${NAME}] FOLLOWEDBY [${NAME}])`, ' AND '), 'budget-exceeded'],
  ['bounded observations', () => filled(() => `[${NAME}] WITHIN 5 SECONDS REPEATS 9 TIMES`, ' AND '), 'not-matched'],
  ['steps', () => `[file:name${filled(() => '.a', '')} = 1]`, 'not-matched'],
]

const observed = observedDataIn(
  objectsOf([{ objects: [{ type: 'file', name: 'a' }] }, { objects: [{ type: 'file', name: 'a' }] }]),
)

for (const [name, make, outcome] of LARGE) {
  test(`a megabyte of ${name} does no harm`, async () => {
    const pattern = parsePattern(make())
    await analysePattern(pattern)
    assert.equal((await createMatcher(pattern)).match(observed).outcome, outcome)
  })
}

test('hundreds of observations in order are placed', async () => {
  const times = Array.from({ length: 450 }, (_, at) => ({ first: at, objects: [{ type: 'file', name: 'a' }] }))
  const pattern = parsePattern(`(${Array(450).fill(`[${NAME}]`).join(' FOLLOWEDBY ')})`)
  assert.equal((await createMatcher(pattern)).match(observedDataIn(objectsOf(times))).outcome, 'matched')
})
