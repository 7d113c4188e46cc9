import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchObjects, objectsOf, type Seen } from './seen.ts'

function many(count: number, make: (at: number) => Seen): Record<string, unknown>[] {
  return objectsOf(Array.from({ length: count }, (_, at) => make(at)))
}

const file = (name: string) => ({ type: 'file', name })
const A = "[file:name = 'a']"
const B = "[file:name = 'b']"
const C = "[file:name = 'c']"

/** What a search without thought would not finish: the outcome is known within the usual budget. */
const LARGE: [name: string, pattern: string, objects: () => Record<string, unknown>[], outcome: string][] = [
  ['ten tests for nine', Array(10).fill(A).join(' AND '), () => many(9, () => ({ objects: [file('a')] })), 'not-matched'],
  ['half of many', `${A} REPEATS 501 TIMES`, () => many(1000, (at) => ({ objects: [file(at % 2 ? 'a' : 'b')] })), 'not-matched'],
  [
    'a wrong order among many',
    `${A} FOLLOWEDBY ${B} FOLLOWEDBY ${C}`,
    () => many(3000, (at) => ({ first: at, objects: [file('cab'[Math.floor(at / 1000)] as string)] })),
    'not-matched',
  ],
  [
    'ten failures and then a success',
    `(${A} REPEATS 10 TIMES FOLLOWEDBY ${B}) WITHIN 60 SECONDS`,
    () => many(2000, (at) => ({ first: at < 1000 ? 10_000 + at : at, objects: [file(at < 1000 ? 'a' : 'b')] })),
    'not-matched',
  ],
  [
    'no two near each other',
    `(${A} FOLLOWEDBY ${B}) WITHIN 5 SECONDS`,
    () => many(2000, (at) => ({ first: at * 5, objects: [file(at % 2 ? 'a' : 'b')] })),
    'not-matched',
  ],
  [
    'a window over many',
    `${A} REPEATS 1000 TIMES WITHIN 1000 SECONDS`,
    () => many(3000, (at) => ({ first: at, objects: [file('a')] })),
    'matched',
  ],
]

for (const [name, pattern, objects, outcome] of LARGE) {
  test(`decides ${name}`, async () => assert.equal((await matchObjects(pattern, objects())).outcome, outcome))
}

test('references in circles end', async () => {
  const ids = Array.from({ length: 30 }, (_, at) => `person--${at}`)
  const people = ids.map((id) => ({ type: 'person', id, name: id, knows_refs: ids }))
  const path = `person:${'knows_refs[*].'.repeat(20)}name`
  assert.equal((await matchObjects(`[${path} = 'x']`, objectsOf([{ objects: people }]))).outcome, 'not-matched')
})

/** What nobody can decide quickly ends all the same. */
const HARD: [name: string, pattern: string][] = [
  ['copies', `((${A} AND ${B}) OR (${C} AND ${C})) REPEATS 1000000 TIMES`],
  ['pairs', `(${A} AND ${B}) WITHIN 3 SECONDS REPEATS 19 TIMES AND (${A} AND ${C}) WITHIN 1 SECONDS`],
  ['alternatives', Array.from({ length: 30 }, () => `((${A} AND ${B}) OR (${A} AND ${C}))`).join(' AND ')],
]

for (const [name, pattern] of HARD) {
  test(`gives up ${name}`, async () => {
    const objects = many(60, (at) => ({ first: at * 2, objects: [file('abc'[at % 3] as string)] }))
    const result = await matchObjects(pattern, objects, { maxSteps: 300_000 })
    assert.equal(result.outcome, 'budget-exceeded')
  })
}

test('a budget that is too small is an outcome', async () => {
  const objects = many(100, () => ({ objects: [file('a')] }))
  assert.equal((await matchObjects(A, objects, { maxSteps: 50 })).outcome, 'budget-exceeded')
  assert.equal((await matchObjects(A, objects, { maxSteps: 5000 })).outcome, 'matched')
})
