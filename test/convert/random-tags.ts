import type { MispRecord } from '../../src/index.ts'

/** Numbers that look random and are the same each time (mulberry32), each from 0 up to `below`. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const NAMES = [
  'tlp:white',
  'tlp:clear',
  'tlp:green',
  'TLP:GREEN',
  'tlp:amber',
  ' TLP: Amber',
  'tlp:amber+strict',
  'tlp:red',
  'PAP:RED',
  'pap:amber',
]

/** The event with TLP and PAP tags strewn over its attributes and those of its objects; the event itself gets one of `own`. */
export function withRandomTags(event: MispRecord, seed: number, own: readonly string[] = []): MispRecord {
  const next = seeded(seed)
  const tagged = structuredClone(event)
  const lists = [tagged['Attribute'], ...records(tagged['Object']).map((object) => object['Attribute'])]
  for (const record of lists.flatMap(records)) {
    if (next(3) > 0) continue
    const tags = Array.isArray(record['Tag']) ? record['Tag'] : []
    record['Tag'] = [...tags, { name: NAMES[next(NAMES.length)], local: false }]
  }
  if (own.length > 0) tagged['Tag'] = [...records(tagged['Tag']), { name: own[next(own.length)], local: false }]
  return tagged
}

/** The records in a list. */
export function records(list: unknown): MispRecord[] {
  return Array.isArray(list) ? list.filter((item): item is MispRecord => typeof item === 'object' && item !== null) : []
}
