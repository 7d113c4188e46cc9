import tables from './tables.json' with { type: 'json' }
import { createMappings } from './mappings.ts'
import type { Mappings } from './mappings.ts'
import type { Tables } from './table.ts'

let mappings: Mappings | undefined

/** The tables that come with tipbridge, compiled to JSON when it was built. */
export function defaultMappings(): Mappings {
  return (mappings ??= createMappings(tables as unknown as Tables))
}
