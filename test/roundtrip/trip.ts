import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { Bundle, ConvertOptions, Diagnostic, MispRecord, StixObject } from '../../src/index.ts'
import { RESIDUE_EXTENSION } from '../../src/convert/extension.ts'

/** A bundle with all its objects, as another program would read it. */
export interface WholeBundle extends Bundle {
  objects: StixObject[]
}

/** What came of a conversion, with everything that it had to say. */
export interface Told<T> {
  value: T
  diagnostics: Diagnostic[]
}

/** Converts events, as text and back: what another program would read. */
export function toStix(events: readonly MispRecord[], options: Partial<ConvertOptions> = {}): Told<WholeBundle> {
  const { value, diagnostics } = eventsToBundle(events, options)
  const { objects = [], ...rest } = JSON.parse(JSON.stringify(value)) as Bundle
  return { value: { ...rest, objects }, diagnostics }
}

/** The one event of a bundle. */
export function toMisp(bundle: WholeBundle, original = true): Told<MispRecord> {
  const { value, diagnostics } = bundleToEvents(structuredClone(bundle), { original })
  const [event, ...more] = value
  if (event === undefined || more.length > 0) throw new Error(`expected one event, found ${value.length}`)
  return { value: event, diagnostics }
}

/** An event through STIX and back. */
export function thereAndBack(event: MispRecord): Told<MispRecord> {
  const there = toStix([event])
  const back = toMisp(there.value)
  return { value: back.value, diagnostics: [...there.diagnostics, ...back.diagnostics] }
}

/** Our extension on an object: everything of an element that STIX has no place for. */
export function residueOn(object: StixObject): MispRecord | undefined {
  return (object['extensions'] as Record<string, MispRecord> | undefined)?.[RESIDUE_EXTENSION.id]
}

/** The bundle without any residue; labels stay. */
export function withoutResidue(bundle: WholeBundle): WholeBundle {
  const stripped = structuredClone(bundle)
  for (const object of stripped.objects) {
    const extensions = object['extensions'] as Record<string, unknown> | undefined
    if (extensions === undefined) continue
    delete extensions[RESIDUE_EXTENSION.id]
    if (Object.keys(extensions).length === 0) delete object['extensions']
  }
  return stripped
}

/** All leaves of a JSON value, each with the key that it stands under. */
export function* leavesIn(value: unknown, key = ''): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) yield [key, value]
  else if (Array.isArray(value)) for (const inner of value) yield* leavesIn(inner, key)
  else for (const [name, inner] of Object.entries(value)) yield* leavesIn(inner, name)
}

/** Residue with the JSON inside its texts opened. */
export function openedResidue(residue: MispRecord): unknown {
  return JSON.parse(JSON.stringify(residue), (key, value: unknown) =>
    typeof value === 'string' && OPENED.has(key) ? JSON.parse(value) : value,
  )
}

const OPENED: ReadonlySet<string> = new Set(['rest', 'spelled', 'adrift'])
