import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches, matchObjects, objectsOf, timeAt, type Seen } from './seen.ts'

/** Observations of letters: `a b 5:c 7-9:d 3x:e` are a and b at 0, c at 5, d somewhere from 7 to 9, e three times at 0. */
function letters(text: string): Seen[] {
  return text.split(' ').map((word) => {
    const [, first = '0', last = first, times = '1', names = ''] = /^(?:(\d+)(?:-(\d+))?:)?(?:(\d+)x:)?(\w+)$/.exec(word) ?? []
    const objects = names.split('').map((name) => ({ type: 'file', name }))
    return { first: Number(first), last: Number(last), times: Number(times), objects }
  })
}

/** `a` stands for `[file:name = 'a']`. */
function patternOf(text: string): string {
  return text.replaceAll(/\b([a-z])\b/g, "[file:name = '$1']")
}

const CASES: [pattern: string, observed: string, expected: number[] | false][] = [
  // one observation
  ['a', 'a b ab', [0, 2]],
  ['c', 'a b ab', false],
  ['a OR b', 'a b c', [0, 1]],
  // AND: different observations
  ['a AND b', 'a b', [0, 1]],
  ['a AND b', 'ab', false],
  ['a AND b', '2x:ab', [0]],
  ['a AND b', 'ab ab', [0, 1]],
  ['a AND a', 'a', false],
  ['a AND a', 'a b a', [0, 2]],
  ['a AND b AND c', 'abc ab a', [0, 1, 2]],
  ['a AND b AND c', 'abc abc', false],
  ['a AND b AND c', 'a a bc', false],
  ['(a OR b) AND c', 'c b', [0, 1]],
  ['a OR b AND c', 'b c', [0, 1]],
  ['a OR b AND c', 'a c', [0]],
  ['(a AND b) OR (c AND d)', 'a c d', [1, 2]],
  ['(a AND b OR c) AND a', 'a c', [0, 1]],
  // REPEATS: different observations, an Observed Data counts as often as it was seen
  ['a REPEATS 2 TIMES', 'a b', false],
  ['a REPEATS 2 TIMES', 'a b a', [0, 2]],
  ['a REPEATS 3 TIMES', '3x:a a', [0]],
  ['a REPEATS 4 TIMES', '3x:a a', [0, 1]],
  ['a REPEATS 5 TIMES', '3x:a a', false],
  ['a REPEATS 999999999 TIMES', '999999999x:a', [0]],
  ['(a AND b) REPEATS 2 TIMES', 'a b ab', false],
  ['(a AND b) REPEATS 2 TIMES', 'a b ab ab', [0, 1, 2, 3]],
  ['(a OR b) REPEATS 3 TIMES', 'a b a c', [0, 1, 2]],
  ['((a AND b) OR c) REPEATS 2 TIMES', 'a b c', [0, 1, 2]],
  ['(a REPEATS 2 TIMES OR b) AND c', 'a a c', [0, 1, 2]],
  // FOLLOWEDBY: not before
  ['a FOLLOWEDBY b', '1:a 2:b', [0, 1]],
  ['a FOLLOWEDBY b', '2:a 1:b', false],
  ['a FOLLOWEDBY b', '1:a 1:b', [0, 1]],
  ['a FOLLOWEDBY b', '1:ab', false],
  ['a FOLLOWEDBY b', '1:2x:ab', [0]],
  ['a FOLLOWEDBY b', '2-4:a 1-3:b', [0, 1]],
  ['a FOLLOWEDBY b', '4-5:a 1-3:b', false],
  ['a FOLLOWEDBY b FOLLOWEDBY c', '3:a 2:b 4:c', false],
  ['a FOLLOWEDBY b FOLLOWEDBY c', '1:a 2:b 1:c', false],
  ['a FOLLOWEDBY b FOLLOWEDBY c', '1:a 2:b 3:c', [0, 1, 2]],
  ['a FOLLOWEDBY (b FOLLOWEDBY c)', '1:a 2:b 1:c', false],
  ['(a AND b) FOLLOWEDBY c', '1:a 3:b 2:c', false],
  ['(a AND b) FOLLOWEDBY c', '1:a 3:b 3:c', [0, 1, 2]],
  ['a FOLLOWEDBY b REPEATS 2 TIMES', '2:a 1:b 3:b', false],
  ['a FOLLOWEDBY b REPEATS 2 TIMES', '2:a 1:b 3:b 4:b', [0, 2, 3]],
  ['(a FOLLOWEDBY b) REPEATS 2 TIMES', '1:a 4:b 2:b 3:a', [0, 1, 2, 3]],
  ['(a FOLLOWEDBY b) REPEATS 2 TIMES', '1:a 2:b 4:a 3:b', false],
  // WITHIN: less than so long after the earliest
  ['(a AND b) WITHIN 5 SECONDS', '0:a 4:b', [0, 1]],
  ['(a AND b) WITHIN 5 SECONDS', '0:a 5:b', false],
  ['(a AND b) WITHIN 5.001 SECONDS', '0:a 5:b', [0, 1]],
  ['(a AND b) WITHIN 5 SECONDS', '9:a 0:a 5:b', [0, 2]],
  ['(a AND b) WITHIN 5 SECONDS', '0-4:a 5-9:b', [0, 1]],
  ['a WITHIN 1 SECONDS', '0-100:a', [0]],
  ['a WITHIN 1 SECONDS AND b WITHIN 1 SECONDS', '0:a 100:b', [0, 1]],
  ['a REPEATS 3 TIMES WITHIN 10 SECONDS', '0:a 8:a 13:a 17:a 30:a', [1, 2, 3]],
  ['a REPEATS 4 TIMES WITHIN 10 SECONDS', '0:a 8:a 13:a 17:a 30:a', false],
  ['a REPEATS 4 TIMES WITHIN 10 SECONDS', '0:a 8:2x:a 13:a 17:a 30:a', [1, 2, 3]],
  ['(a FOLLOWEDBY b) WITHIN 5 SECONDS', '0:a 6:b 20:b 22:a', false],
  ['(a FOLLOWEDBY b) WITHIN 5 SECONDS', '0:a 6:b 18:a 20:b 22:a', [2, 3]],
  ['(a AND b) WITHIN 5 SECONDS REPEATS 2 TIMES', '0:a 4:b 100:a 104:b', [0, 1, 2, 3]],
  ['(a AND b) WITHIN 5 SECONDS REPEATS 2 TIMES', '0:a 4:b 100:a 106:b', false],
  ['(a AND b) REPEATS 2 TIMES WITHIN 5 SECONDS', '0:a 4:b 100:a 104:b', false],
  ['(a AND b) WITHIN 5 SECONDS FOLLOWEDBY c', '0:a 9:a 10:b 5:c', false],
  ['(a AND b) WITHIN 5 SECONDS FOLLOWEDBY c', '0:a 9:a 10:b 50:c', [1, 2, 3]],
]

test('patterns over several observations match as sections 9.5.1 and 9.5.2 want', async () => {
  for (const [pattern, observed, expected] of CASES) {
    assert.deepEqual(await matches(patternOf(pattern), letters(observed)), expected, `${pattern} in ${observed}`)
  }
})

const BOUNDED: [start: number, stop: number, pattern: string, observed: string, expected: number[] | false][] = [
  [5, 9, 'a', '4:a 5:a 9:a', [1]],
  [5, 5, 'a', '5:a', false],
  [9, 5, 'a', '0-20:a', false],
  [5, 9, 'a', '0-5:a 9-20:a', [0]],
  [5, 9, '(a AND b)', '4:a 6:b', false],
  [5, 9, '(a AND b)', '5:a 6:b 8:a', [0, 1]],
  [5, 9, '(a FOLLOWEDBY b)', '8:a 0-20:b', [0, 1]],
  // at 8.999… at the latest, with WITHIN 1 SECONDS
  [5, 9, '(a AND b) WITHIN 1 SECONDS', '0-20:a 10-20:b', false],
]

test('START is included, STOP is not', async () => {
  for (const [start, stop, pattern, observed, expected] of BOUNDED) {
    const text = `${patternOf(pattern)} START t'${timeAt(start)}' STOP t'${timeAt(stop)}'`
    assert.deepEqual(await matches(text, letters(observed)), expected, `${text} in ${observed}`)
  }
  const later = `([file:name = 'a'] START t'${timeAt(5)}' STOP t'${timeAt(9)}' AND [file:name = 'b']) WITHIN 1 SECONDS`
  assert.equal(await matches(later, letters('0-20:a 10-20:b')), false, 'a is before 9, b not before 10')
  assert.deepEqual(await matches(later, letters('0-20:a 9-20:b')), [0, 1], 'a shortly before 9')
})

test('an Observed Data without times matches where times do not count', async () => {
  const objects = objectsOf(letters('a b')).map(({ first_observed: _first, last_observed: _last, ...rest }) => rest)
  for (const [pattern, outcome] of [
    ['a', 'matched'],
    ['a AND b', 'matched'],
    ['a WITHIN 1 SECONDS', 'matched'],
    ['a FOLLOWEDBY b', 'not-matched'],
    ['(a AND b) WITHIN 9 SECONDS', 'not-matched'],
    ['(a WITHIN 1 SECONDS AND b) OR (c FOLLOWEDBY c)', 'matched'],
  ] as const) {
    assert.equal((await matchObjects(patternOf(pattern), objects)).outcome, outcome, pattern)
  }
  const bounded = `${patternOf('a')} START t'${timeAt(-9)}' STOP t'${timeAt(9)}'`
  assert.equal((await matchObjects(bounded, objects)).outcome, 'not-matched')
})

test('versions of one Observed Data are one observation, the newest', async () => {
  const [observed = {}, file = {}] = objectsOf(letters('a'))
  const old = { ...observed, modified: '2026-01-01T00:00:00.000Z', object_refs: ['file--old'] }
  const recent = { ...observed, modified: '2026-01-01T00:00:00.001Z' }
  const objects = [recent, old, file, { ...file, id: 'file--old', name: 'b' }]
  assert.equal((await matchObjects(patternOf('a'), objects)).outcome, 'matched')
  assert.equal((await matchObjects(patternOf('b'), objects)).outcome, 'not-matched')
  assert.equal((await matchObjects(patternOf('a REPEATS 2 TIMES'), objects)).outcome, 'not-matched')
})

test('tells matches of each alone from those that need each other', async () => {
  const objects = objectsOf(letters('a b'))
  const alone = await matchObjects(patternOf('a OR b'), objects)
  assert.equal(alone.outcome === 'matched' && alone.together, false)
  const together = await matchObjects(patternOf('a AND b'), objects)
  assert.equal(together.outcome === 'matched' && together.together, true)
})

test('what is no STIX is passed over', async () => {
  const broken = {
    type: 'observed-data',
    id: 'observed-data--x',
    object_refs: 'file--0-0',
    number_observed: -1,
    first_observed: 7,
  }
  const objects: unknown[] = [
    null,
    7,
    [],
    {},
    { type: 'file' },
    broken,
    { ...broken, id: 'observed-data--y', objects: [1, null] },
  ]
  assert.equal((await matchObjects(patternOf('a'), [...objects, ...objectsOf(letters('a'))])).outcome, 'matched')
  assert.equal((await matchObjects(patternOf('a'), objects)).outcome, 'not-matched')
})
