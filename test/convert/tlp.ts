import type { MispRecord, StixObject } from '../../src/index.ts'

/* TLP as FIRST and OASIS define it, written down once more: the tests of markings and ceilings do not ask the code they judge. */

/** How strict a word is. */
const RANKS: Readonly<Record<string, number>> = { white: 0, clear: 0, green: 1, amber: 2, 'amber+strict': 3, red: 4 }

/** The published marking definitions, TLP 1 (STIX 2.1 section 7.2.1.4) and TLP 2.0. */
const DEFINITIONS: Readonly<Record<string, string>> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'white',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
}

/** How strict an element or object is marked: the TLP word, and the texts of other markings. -1 without a TLP word. */
export interface Marks {
  rank: number
  statements: ReadonlySet<string>
}

export const UNMARKED: Marks = { rank: -1, statements: new Set() }

/** What tags say, without regard to case and blanks. */
export function marksOfTags(tags: unknown): Marks {
  const names = (Array.isArray(tags) ? (tags as unknown[]) : []).flatMap((tag) => {
    const name = (tag as MispRecord | null)?.['name']
    return typeof name === 'string' ? name.trim().toLowerCase() : []
  })
  return {
    rank: Math.max(-1, ...names.map((name) => RANKS[/^tlp:\s*(\S+)$/.exec(name)?.[1] ?? ''] ?? -1)),
    statements: new Set(
      names.flatMap((name) => /^pap:\s*(?:red|amber|green|clear|white)$/.exec(name)?.[0].replaceAll(' ', '').toUpperCase() ?? []),
    ),
  }
}

/** What the markings of an object say. */
export function marksOfObject(object: StixObject, definitions: ReadonlyMap<string, StixObject>): Marks {
  const ids = (object['object_marking_refs'] ?? []) as string[]
  return {
    rank: Math.max(-1, ...ids.map((id) => RANKS[DEFINITIONS[id] ?? ''] ?? -1)),
    statements: new Set(
      ids.flatMap((id) => (definitions.get(id)?.['definition'] as { statement?: string } | undefined)?.statement ?? []),
    ),
  }
}

/** Both: the stricter word, all texts. */
export function both(...all: readonly Marks[]): Marks {
  return {
    rank: Math.max(-1, ...all.map(({ rank }) => rank)),
    statements: new Set(all.flatMap(({ statements }) => [...statements])),
  }
}

/** Is the first as strict as the second, and does it say all that the second says? */
export function covers(first: Marks, second: Marks): boolean {
  return first.rank >= second.rank && second.statements.isSubsetOf(first.statements)
}
