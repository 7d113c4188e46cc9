import { readFileSync } from 'node:fs'
import { BundleIndex } from '../../src/convert/bundle-index.ts'
import { isOriginal } from '../../src/convert/original/original.ts'
import { bundleToEvents, defaultMappings, eventsToBundle, openEvents } from '../../src/index.ts'
import type { Bundle, Diagnostic, MispContent, MispEvent, MispRecord, StixObject } from '../../src/index.ts'
import { canonicalJson } from '../../src/stix/canonical.ts'
import { SHARED_DATA, sharedFiles } from './shared-data.ts'

/** STIX of somebody else: a bundle, a list, a single object, a TAXII envelope. */
export interface ForeignDocument {
  /** Path below the shared data; the how-many-eth list of it where there are several. */
  name: string
  facts: MispRecord
  objects: unknown[]
}

/** Everything that is STIX under `stix` and `taxii`. */
export function foreignDocuments(): ForeignDocument[] {
  const files = ['stix', 'taxii'].flatMap((folder) => [...sharedFiles(folder, '.json'), ...sharedFiles(folder, '.stix2')])
  return files.flatMap((file) => {
    const name = file.slice(SHARED_DATA.length + 1)
    return listsIn(parsed(file)).map((list, at) => ({ ...list, name: at === 0 ? name : `${name} [${at}]` }))
  })
}

/** Files of the same folders that hold no STIX 2: they have to be refused. */
export function unreadableFiles(): string[] {
  return sharedFiles('stix', '.json').filter((file) => listsIn(parsed(file)).length === 0)
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** Lists of STIX objects, however deep (the collections of a TAXII server hold one each). */
function listsIn(value: unknown): Omit<ForeignDocument, 'name'>[] {
  if (Array.isArray(value)) return value.some(isStix) ? [{ facts: {}, objects: value }] : value.flatMap(listsIn)
  if (typeof value !== 'object' || value === null) return []
  const { objects, ...facts } = value as MispRecord
  if (Array.isArray(objects) && objects.some(isStix)) return [{ facts, objects }]
  if (facts['type'] === 'bundle') return []
  if (isStix(value)) return [{ facts: {}, objects: [value] }]
  return Object.values(value).flatMap(listsIn)
}

function isStix(value: unknown): boolean {
  const { type, id } = (value ?? {}) as MispRecord
  return typeof type === 'string' && typeof id === 'string' && id.startsWith(`${type}--`)
}

/** Converts a document to MISP, as the command line does. */
export function imported(
  { facts, objects }: Omit<ForeignDocument, 'name'>,
  original = true,
): MispContent & { diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const conversion = openEvents(defaultMappings(), { original }, facts, (diagnostic) => diagnostics.push(diagnostic))
  for (const object of objects) conversion.object(structuredClone(object))
  return { ...conversion.end(), diagnostics }
}

/** Converts events back, through text as a MISP server would. */
export function exported(events: readonly MispRecord[]): { bundle: Bundle; diagnostics: Diagnostic[] } {
  const { value: bundle, diagnostics } = eventsToBundle(JSON.parse(JSON.stringify(events)) as MispRecord[])
  return { bundle, diagnostics }
}

/** What the objects of a document are in STIX 2.1: a 2.1 object itself, one of 2.0 its upgrade. */
export function expectedBack({ objects }: Omit<ForeignDocument, 'name'>): StixObject[] {
  const index = new BundleIndex()
  for (const object of objects)
    if (isStix(object) || typeof (object as MispRecord)?.['id'] === 'string') index.take(object as StixObject)
  return index.sources.flatMap((_source, at) => index.returnsOf(at))
}

/** What stands in one list and not in the other, object by object, whatever their order. */
export function unlike(wanted: readonly StixObject[], found: readonly StixObject[]): { missing: string[]; more: string[] } {
  const [left, right] = [wanted, found].map((list) => new Map(list.map((object) => [canonicalJson(object), object.id]))) as [
    Map<string, string>,
    Map<string, string>,
  ]
  return {
    missing: [...left].flatMap(([text, id]) => (right.has(text) ? [] : id)),
    more: [...right].flatMap(([text, id]) => (left.has(text) ? [] : id)),
  }
}

/** An event without the STIX that it was made of. */
export function withoutOriginal(event: MispRecord): MispRecord {
  const objects = (event['Object'] as MispRecord[] | undefined)?.filter((object) => !isOriginal(object)) ?? []
  const { Object: _objects, ...rest } = event
  return objects.length === 0 ? rest : { ...rest, Object: objects }
}

/** The events of a bundle that was written, through text. */
export function readAgain(bundle: Bundle): MispEvent[] {
  return bundleToEvents(JSON.parse(JSON.stringify(bundle)) as Bundle).value
}
