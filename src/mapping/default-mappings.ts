import { DEFAULT_TABLES } from './default-tables.ts'
import { createMappings } from './mappings.ts'
import type { Mappings } from './mappings.ts'

let mappings: Mappings | undefined

/** The tables that come with tipbridge, compiled to JSON when it was built. */
export function defaultMappings(): Mappings {
  return (mappings ??= createMappings(DEFAULT_TABLES))
}
