import type { StixObject } from '../../src/index.ts'
import { fitsType } from '../../src/mapping/binding.ts'
import type { Bind, Filler, Walk } from '../../src/mapping/binding.ts'
import type { Row } from '../../src/mapping/row.ts'
import { VOCABULARY } from '../../src/stix/vocabulary.ts'

/** A place in a bundle where a bound value stands: what to assign to for an edit. */
export interface Leaf {
  bind: Bind
  filler: Filler
  holder: Record<string, unknown>
  key: string
  value: unknown
}

type Resolve = (id: string) => StixObject | undefined

/** The places of a bind in an object and in what it points at. */
export function leavesOf(bind: Bind, object: StixObject, resolve: Resolve): Leaf[] {
  const leaves: Leaf[] = []
  for (const filler of bind.fillers) {
    for (const { holder, key } of placesOf(filler.walk, object, resolve)) {
      if (leaves.some((leaf) => leaf.holder === holder && leaf.key === key)) continue
      if (filler.codec.decode(holder[key]) !== undefined) leaves.push({ bind, filler, holder, key, value: holder[key] })
    }
  }
  return leaves
}

interface Place {
  holder: Record<string, unknown>
  key: string
}

function placesOf(walk: readonly Walk[], object: Record<string, unknown>, resolve: Resolve): Place[] {
  const [step, ...rest] = walk
  if (step === undefined || object[step.key] === undefined) return []
  const own: Place = { holder: object, key: step.key }
  const places = Array.isArray(object[step.key]) ? entriesOf(object[step.key] as unknown[]) : [own]
  if (rest.length === 0) return places
  const chosen = step.index === undefined ? places : places.slice(step.index, step.index + 1)
  return chosen.flatMap((place) => {
    const inner = step.op === 'ref' ? behind(place, step, resolve) : place.holder[place.key]
    return typeof inner === 'object' && inner !== null ? placesOf(rest, inner as Record<string, unknown>, resolve) : []
  })
}

/** A list is a record of its positions. */
function entriesOf(list: unknown[]): Place[] {
  return list.map((_, at) => ({ holder: list as unknown as Record<string, unknown>, key: String(at) }))
}

function behind({ holder, key }: Place, { type }: Walk, resolve: Resolve): StixObject | undefined {
  const target = resolve(String(holder[key]))
  return target !== undefined && fitsType(type, target.type) ? target : undefined
}

/**
 * Another value of the same kind for a leaf: one that its codec reads, and would write just so. `undefined` where the list of
 * its words is so short that there is none.
 */
export function replacementFor({ filler, value }: Pick<Leaf, 'filler' | 'value'>, row: Row): unknown {
  const fits = (candidate: unknown): boolean =>
    JSON.stringify(candidate) !== JSON.stringify(value) &&
    JSON.stringify(filler.codec.encode(filler.codec.decode(candidate))) === JSON.stringify(candidate)
  return [...candidatesLike(value), ...wordsOf(row)].find(fits)
}

/** The words of closed lists in the row itself. */
function wordsOf({ raw }: Row): unknown[] {
  const options = Object.values(raw.bind ?? {}).filter((bind): bind is { from: string; words?: object } =>
    Object.hasOwn(Object(bind), 'words'),
  )
  return options.flatMap(({ words }) => Object.values(words ?? {}))
}

function candidatesLike(value: unknown): unknown[] {
  if (typeof value === 'string') return [...turned(value), ...WORDS, ...TIMES]
  if (typeof value === 'number') return [value + 1, value - 1]
  return typeof value === 'boolean' ? [!value] : [...turnedEntries(value as Record<string, string>)]
}

/** An external reference or kill chain phase with its last text turned. */
function* turnedEntries(entry: Record<string, string>): Generator<Record<string, string>> {
  const key = Object.keys(entry).at(-1) ?? ''
  for (const text of [...turned(entry[key] ?? '')].toReversed()) yield { ...entry, [key]: text }
}

/** A text with one digit or letter turned is likely a text of the same form. */
function* turned(value: string): Generator<string> {
  for (const { index, 0: character } of value.matchAll(/[0-9a-z]/gi)) {
    const [first, second] = /\d/.test(character) ? '12' : /[a-z]/.test(character) ? 'ab' : 'AB'
    yield `${value.slice(0, index)}${character === first ? second : first}${value.slice(index + 1)}`
  }
}

const TIMES = ['2026-01-02T00:00:00.000Z', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z']

/** The words of STIX' vocabularies, and of none. */
const WORDS = [
  ...Object.values(VOCABULARY).flat(),
  'edited',
  'Edited',
  'fr',
  'application/edited',
  'UTF-16',
  'tcp',
  'ipv6',
  'http',
]
