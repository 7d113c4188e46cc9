import { bundleToEvents } from '../../src/index.ts'
import type { Diagnostic, MispRecord, StixObject } from '../../src/index.ts'
import { recordsIn } from '../../src/misp/types.ts'
import { mappings } from '../roundtrip/examples.ts'

/** What an element says: an attribute, or an object as its name with its attributes by relation. `!`: for detection. */
export type Element = { type: string; value: string; toIds: boolean } | { name: string; attributes: string[] }

/** An attribute that is to_ids. */
export function detected(type: string, value: string): Element {
  return { type, value, toIds: true }
}

/** An attribute that is not. */
export function quiet(type: string, value: string): Element {
  return { type, value, toIds: false }
}

/** An object of a template, with the types of its relations; `toIds` names the relations for detection where not all are. */
export function object(
  name: string,
  values: Readonly<Record<string, string | readonly string[]>>,
  toIds?: readonly string[],
): Element {
  const attributes = Object.entries(values).flatMap(([relation, held]) =>
    [held]
      .flat()
      .map((value) =>
        lineOf(relation, mappings.tables.objects[name]?.relations?.[relation], value, toIds?.includes(relation) ?? true),
      ),
  )
  return { name, attributes: attributes.sort() }
}

/** A pattern that MISP keeps as a text: only the text is for detection. */
export function whole(pattern: string, toIds = true): Element {
  return object('stix2-pattern', { 'stix2-pattern': pattern, version: 'stix 2.1' }, toIds ? ['stix2-pattern'] : [])
}

function lineOf(relation: unknown, type: unknown, value: unknown, toIds: unknown): string {
  return `${String(relation)} (${String(type)}): ${String(value)}${toIds === true ? '!' : ''}`
}

/** An Indicator that MISP had no part in. */
export function indicator(more: Readonly<Record<string, unknown>>): StixObject {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--0c1f7d6e-8a53-4f0a-9a3e-5b1c2d7e4f60',
    created: '2024-01-15T10:30:00.000Z',
    modified: '2024-01-15T10:30:00.000Z',
    valid_from: '2024-01-15T10:30:00Z',
    pattern_type: 'stix',
    ...more,
  }
}

/** The attributes and objects that an Indicator becomes, as MISP records. */
export function recordsOf(from: StixObject): { attributes: MispRecord[]; objects: MispRecord[]; diagnostics: Diagnostic[] } {
  const { value: events, diagnostics } = bundleToEvents({
    type: 'bundle',
    id: 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d',
    objects: [from],
  })
  return {
    attributes: events.flatMap(({ Attribute }) => recordsIn(Attribute)),
    objects: events.flatMap(({ Object: held }) => recordsIn(held)).filter(({ name }) => name !== 'original-imported-file'),
    diagnostics,
  }
}

/** What the elements of an Indicator say, attributes first. */
export function elementsOf(from: StixObject): Element[] {
  const { attributes, objects } = recordsOf(from)
  return [
    ...attributes.map(({ type, value, to_ids: toIds }) => ({ type: String(type), value: String(value), toIds: toIds === true })),
    ...objects.map(({ name, Attribute }) => ({
      name: String(name),
      attributes: recordsIn(Attribute)
        .map(({ object_relation: relation, type, value, to_ids: toIds }) => lineOf(relation, type, value, toIds))
        .sort(),
    })),
  ]
}
