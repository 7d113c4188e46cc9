import type { Marking } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import type { Resolve } from '../mapping/binding.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { Row } from '../mapping/row.ts'

/** The STIX objects that stand for one element. */
export interface Parts {
  /** Observed Data, or the SDO, or the Indicator: what holds the residue. */
  carrier: StixObject
  indicator: StixObject | undefined
}

/** What reading needs to know of the bundle. */
export interface ReadScope {
  mappings: Mappings
  resolve: Resolve
  /** Markings of the container: not the element's own. */
  inherited: ReadonlySet<string>
}

/** Does an Indicator stand that has not been revoked? */
export function isLive(indicator: StixObject | undefined): boolean {
  return indicator !== undefined && indicator['revoked'] !== true
}

/** Which envelope row is read from a carrier; `description` is left to a row that binds it. */
export function envelopeOf(carrier: StixObject, row: Row | undefined): string {
  if (carrier.type === 'indicator') return 'indicator'
  if (carrier.type === 'observed-data') return 'observed'
  return row?.binds.some(({ path }) => path === 'description') ? 'observed' : 'domain-object'
}

/** What an object says beyond what every object does. */
export function withoutIds({ type: _type, id: _id, spec_version: _version, ...content }: StixObject): Record<string, unknown> {
  return content
}

/** Looks a marking definition up among those at hand. */
export function definitionIn(markings: readonly Marking[]): (id: string) => StixObject | undefined {
  return (id) => markings.find((marking) => marking.id === id)?.object
}

/** The same element as it would read under MISP's labels: what its profile does not write of them is no loss of facts. */
export function labelled({ carrier, indicator }: Parts, labels: string[]): Parts {
  const view = { ...carrier, labels }
  return { carrier: view, indicator: indicator === carrier ? view : indicator }
}
