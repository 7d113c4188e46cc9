import type { Bundle } from '../stix/types.ts'
import type { MispEvent } from '../misp/types.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import type { ConvertOptions } from './profile.ts'
import type { Mappings } from '../mapping/mappings.ts'

/** A bundle on its way to MISP: objects go in one by one, events come out at the end. */
export interface EventsConversion {
  object(record: unknown): void
  /** The events, each complete. */
  end(): MispEvent[]
}

/** Starts reading one bundle. `facts`: the bundle without its `objects`. */
export function openEvents(
  mappings: Mappings,
  options: Partial<ConvertOptions>,
  facts: unknown,
  report: (diagnostic: Diagnostic) => void,
): EventsConversion {
  throw new Error('not there yet')
}

/** Converts a STIX bundle to MISP events. */
export function bundleToEvents(bundle: Bundle, mappings?: Mappings, options?: Partial<ConvertOptions>): Converted<MispEvent[]> {
  throw new Error('not there yet')
}
