import { uuid5 } from './id.ts'
import type { StixObject } from './types.ts'

/** A Traffic Light Protocol level, from the most open to the strictest. */
export type TlpLevel = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

/** All levels in order: a later one is stricter. */
export const TLP_LEVELS: readonly TlpLevel[] = ['clear', 'green', 'amber', 'amber+strict', 'red']

/** How strict a level is: an index into `TLP_LEVELS`. */
export function tlpRank(level: TlpLevel): number {
  return TLP_LEVELS.indexOf(level)
}

/** A marking as an element carries it: the object, and its TLP level where it is one. */
export interface Marking {
  id: string
  tlp: TlpLevel | undefined
  object: StixObject
}

const TLP1_CREATED = '2017-01-20T00:00:00.000Z'
const TLP2_CREATED = '2022-10-01T00:00:00.000Z'

/** The extension definition by which OASIS carries TLP 2.0 in STIX 2.1. */
export const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

function tlp1(word: string, level: TlpLevel, uuid: string): Marking {
  const id = `marking-definition--${uuid}`
  const object = {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: TLP1_CREATED,
    definition_type: 'tlp',
    name: `TLP:${word.toUpperCase()}`,
    definition: { tlp: word },
  }
  return { id, tlp: level, object }
}

function tlp2(word: string, level: TlpLevel, uuid: string): Marking {
  const id = `marking-definition--${uuid}`
  const object = {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: TLP2_CREATED,
    name: `TLP:${word.toUpperCase()}`,
    extensions: { [TLP2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: word } },
  }
  return { id, tlp: level, object }
}

/**
 * The tag of each TLP level and its marking definition. TLP 1 where the level exists there (STIX 2.1 section 7.2.1.4: exactly
 * these four objects), TLP 2.0 for the two levels that only it has.
 */
export const TLP_TAGS: ReadonlyMap<string, Marking> = new Map([
  ['tlp:white', tlp1('white', 'clear', '613f2e26-407d-48c7-9eca-b8e91df99dc9')],
  ['tlp:green', tlp1('green', 'green', '34098fce-860f-48ae-8e50-ebd3cc5e41da')],
  ['tlp:amber', tlp1('amber', 'amber', 'f88d31f6-486f-44da-b317-01333bde0b82')],
  ['tlp:red', tlp1('red', 'red', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed')],
  ['tlp:clear', tlp2('clear', 'clear', '94868c89-83c2-464b-929b-a1a8aa3c8487')],
  ['tlp:amber+strict', tlp2('amber+strict', 'amber+strict', '939a9414-2ddd-4d32-a0cd-375ea402b003')],
])

/** TLP 2.0 objects of the levels that we write in TLP 1; read only. */
const TLP2_READ: ReadonlyMap<string, string> = new Map([
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'tlp:green'],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'tlp:amber'],
  ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', 'tlp:red'],
])

/** The marking definitions of TLP 2.0: their ids, and the words in their extension. */
export const TLP2_WORDS: ReadonlyMap<string, string> = new Map(
  [
    ...[...TLP_TAGS].filter(([, { object }]) => 'extensions' in object).map(([tag, { id }]) => [id, tag] as const),
    ...TLP2_READ,
  ].map(([id, tag]) => [id, tag.slice('tlp:'.length)] as const),
)

/** The four marking definitions of TLP 1, as the specification prints them, by their ids. */
export const TLP1_OBJECTS: ReadonlyMap<string, StixObject> = new Map(
  [...TLP_TAGS.values()].filter(({ object }) => 'definition' in object).map(({ id, object }) => [id, object] as const),
)

const TAG_OF_ID: ReadonlyMap<string, string> = new Map([
  ...[...TLP_TAGS].map(([tag, { id }]) => [id, tag] as const),
  ...TLP2_READ,
])

const STATEMENT_CREATED = '2020-01-01T00:00:00.000Z'
const PAP = /^pap:(red|amber|green|clear|white)$/

const statements = new Map<string, Marking>()

/**
 * The marking definition that a MISP tag stands for, or `undefined` for an ordinary tag. Read without regard to case and blanks.
 * TLP becomes the published objects; PAP and `statement:…` become statements whose id depends on their text alone.
 */
export function markingOfTag(name: string): Marking | undefined {
  const first = name.charCodeAt(0) | 32
  if (first !== 116 && first !== 112 && first !== 115 && first > 32) return undefined // t, p, s or a blank
  const folded = name.trim().toLowerCase()
  const tlp = TLP_TAGS.get(folded.replaceAll(' ', ''))
  if (tlp !== undefined) return tlp
  const compact = folded.replaceAll(' ', '')
  if (PAP.test(compact)) return statement(compact.toUpperCase())
  if (folded.startsWith('statement:') && folded.length > 10) return statement(name.trim().slice(10))
  return undefined
}

function statement(text: string): Marking {
  const known = statements.get(text)
  if (known !== undefined) return known
  const id = `marking-definition--${uuid5(`statement:${text}`)}`
  const object = {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: STATEMENT_CREATED,
    definition_type: 'statement',
    definition: { statement: text },
  }
  const marking = { id, tlp: undefined, object }
  if (statements.size < 10_000) statements.set(text, marking)
  return marking
}

/**
 * The tag that a marking definition reads as: TLP by its published id, a statement by its text; `undefined` for any other.
 * `object` is the definition where the bundle holds it.
 */
export function tagOfMarking(id: string, object: StixObject | undefined): string | undefined {
  const tlp = TAG_OF_ID.get(id)
  if (tlp !== undefined) return tlp
  const definition = object?.['definition']
  if (typeof definition !== 'object' || definition === null) return undefined
  const { tlp: level, statement: text } = definition as { tlp?: unknown; statement?: unknown }
  if (typeof level === 'string') return `tlp:${level.toLowerCase()}`
  if (typeof text !== 'string') return undefined
  return PAP.test(text.toLowerCase()) ? text : `statement:${text}`
}

/** The TLP level of a tag name, or `undefined`. */
export function tlpOfTag(name: string): TlpLevel | undefined {
  return markingOfTag(name)?.tlp
}
