import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { tieOf } from './embedded.ts'
import { writeJoinedObject, writeObject } from './objects.ts'
import type { EventScope } from './scope.ts'

/** May an object of this template share an observable with others, so that it must wait for them? */
export function mustWait(mappings: Mappings, { name }: MispRecord): boolean {
  const template = String(name)
  return outerOf(mappings, template) !== undefined || mappings.embeddedIn(template).length > 0
}

/** Writes the objects that waited: those that references tie together as one, the others each by itself. */
export function writeHeld(scope: EventScope, held: readonly MispRecord[]): void {
  const ties = findTies(scope.mappings, held)
  const taken = new Set<MispRecord>()
  for (const record of held) {
    if (outerOf(scope.mappings, String(record['name'])) !== undefined) continue
    const inside = insideOf(scope.mappings, record, ties).filter((part) => !taken.has(part))
    if (inside.length === 0 || !writeJoinedObject(scope, record, inside)) continue
    for (const part of [record, ...inside]) taken.add(part)
  }
  for (const record of held) if (!taken.has(record)) writeObject(scope, record)
}

/** The template whose observable an object of this one belongs into. */
function outerOf(mappings: Mappings, template: string): string | undefined {
  return mappings.object(template)[0]?.raw['embedded-in']
}

/** UUID of an object -> its parts, whichever of the two refers to the other. */
type Ties = ReadonlyMap<string, ReadonlySet<MispRecord>>

/** How a part says itself what it is a part of. */
const BACKWARD: ReadonlySet<unknown> = new Set(['included-in', 'header-of', 'contained-within'])

function findTies(mappings: Mappings, held: readonly MispRecord[]): Ties {
  const byUuid = new Map(held.map((record) => [uuidOf(record['uuid']), record]))
  const ties = new Map<string, Set<MispRecord>>()
  const tie = (holder: MispRecord | undefined, part: MispRecord | undefined): void => {
    if (holder === undefined || part === undefined || !belongs(mappings, part, holder)) return
    const key = uuidOf(holder['uuid'])
    ties.set(key, (ties.get(key) ?? new Set()).add(part))
  }
  for (const record of held) {
    for (const { referenced_uuid: target, relationship_type: type } of recordsIn(record['ObjectReference'])) {
      const other = byUuid.get(uuidOf(target))
      if (BACKWARD.has(type)) tie(other, record)
      else if (type === tieOf(String(other?.['name'])).by) tie(record, other)
    }
  }
  return ties
}

function uuidOf(value: unknown): string {
  return String(value).toLowerCase()
}

/** Is one template a part of the other, directly or (a section of a pe) of another part of it? */
function belongs(mappings: Mappings, { name: part }: MispRecord, { name: holder }: MispRecord): boolean {
  const outer = outerOf(mappings, String(part))
  return outer !== undefined && holder === (tieOf(String(part)).to ?? outer)
}

/** The parts of an object, and theirs; entries of lists last. */
function insideOf(mappings: Mappings, outer: MispRecord, ties: Ties): MispRecord[] {
  const found = new Set<MispRecord>()
  const holders = [outer]
  for (const holder of holders) {
    for (const part of ties.get(uuidOf(holder['uuid'])) ?? []) {
      if (found.has(part)) continue
      found.add(part)
      holders.push(part)
    }
  }
  const isEntry = ({ name }: MispRecord): boolean => (mappings.object(String(name))[0]?.base.length ?? 0) > 0
  return [...[...found].filter((part) => !isEntry(part)), ...[...found].filter(isEntry)]
}
