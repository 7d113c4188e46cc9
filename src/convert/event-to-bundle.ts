import type { Bundle, StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import type { ConvertOptions } from './profile.ts'
import type { Mappings } from '../mapping/mappings.ts'

/** One event on its way to STIX. Feed its records in any order, then `end()`. */
export interface EventConversion {
  attribute(record: unknown): void
  object(record: unknown): void
  end(): void
}

/** A bundle in the making: events go in, STIX objects come out through `emit` as soon as they are final. */
export interface BundleConversion {
  /** `facts`: the event without its `Attribute` and `Object` lists (they may be there and empty). */
  event(facts: unknown): EventConversion
  /** Writes what had to wait (shared observables, containers); returns the id of the bundle. */
  end(): string
}

/** Starts a bundle; objects go to `emit` one by one in their final form, findings to `report`. */
export function openBundle(
  mappings: Mappings,
  options: Partial<ConvertOptions>,
  emit: (object: StixObject) => void,
  report: (diagnostic: Diagnostic) => void,
): BundleConversion {
  throw new Error('not there yet')
}

/** Converts MISP events (inner objects) to one STIX bundle. */
export function eventsToBundle(
  events: Iterable<MispRecord>,
  mappings?: Mappings,
  options?: Partial<ConvertOptions>,
): Converted<Bundle> {
  throw new Error('not there yet')
}
