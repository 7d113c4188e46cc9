import { recordsIn } from '../misp/types.ts'
import type { Resolve } from '../mapping/binding.ts'
import { readsType } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import type { StixObject } from '../stix/types.ts'
import type { ReadScope } from './parts.ts'
import { describedObjects } from './pattern-objects.ts'

/** What the values of an element are read from. */
export interface Content {
  objects: readonly StixObject[]
  resolve: Resolve
}

const NOTHING: Content = { objects: [], resolve: () => undefined }

/** The observables of an Observed Data, what the pattern of an Indicator describes, or the object itself. */
export function contentOf(scope: ReadScope, carrier: StixObject): Content {
  if (carrier.type === 'indicator') return describedBy(carrier) ?? NOTHING
  if (carrier.type !== 'observed-data') return { objects: [carrier], resolve: scope.resolve }
  const { object_refs: refs } = carrier
  const objects = Array.isArray(refs) ? refs.flatMap((id) => (typeof id === 'string' ? (scope.resolve(id) ?? []) : [])) : []
  return { objects, resolve: scope.resolve }
}

/** The objects that an Indicator asks for; `undefined` where its pattern says more than values of one observation. */
export function describedBy(indicator: StixObject): Content | undefined {
  const { pattern, pattern_type: language = 'stix' } = indicator
  if (typeof pattern !== 'string' || language !== 'stix') return undefined
  return describedObjects(pattern, isOfMisp(indicator) ? unescaped : undefined)
}

/** MISP and misp-stix repeat the category of the element in their Indicators, and in nothing else does anybody. */
function isOfMisp({ kill_chain_phases: phases }: StixObject): boolean {
  return recordsIn(phases).some(({ kill_chain_name: name }) => name === 'misp-category')
}

/** misp-stix escapes `%` in the data of registry values, which no pattern needs; MISP before it had words for quotes. */
function unescaped(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value
    .replaceAll(String.raw`\%`, '%')
    .replaceAll('##APOSTROPHE##', "'")
    .replaceAll('##QUOTE##', '"')
}

/** The objects that a row is about: of those of its type the ones that no other points at. misp-stix writes one for each domain. */
export function mainsOf(row: Row, { objects }: Content): readonly StixObject[] {
  const fitting = objects.filter(({ type }) => readsType(row, type))
  if (fitting.length < 2) return fitting
  const pointedAt = new Set(objects.flatMap((object) => referencesIn(object)))
  const free = fitting.filter(({ id }) => !pointedAt.has(id))
  return free.length > 0 ? free : fitting.slice(0, 1)
}

/** All ids that stand in references anywhere in a value. `key`: the name that it has, where it is one itself. */
export function referencesIn(value: unknown, key = ''): string[] {
  const found: string[] = []
  collectReferences(value, key, found)
  return found
}

function collectReferences(value: unknown, key: string, found: string[]): void {
  if (typeof value === 'string') {
    if (isReference(key)) found.push(value)
  } else if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, key, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) collectReferences((value as Record<string, unknown>)[name], name, found)
  }
}

/** Is it the name of a property that holds ids? */
export function isReference(key: string): boolean {
  return key.endsWith('_ref') || key.endsWith('_refs')
}
