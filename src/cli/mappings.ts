import type { Mappings } from '../mapping/mappings.ts'

/** The tables that come with tipbridge, or those with the rows of a directory laid over them. */
export async function loadMappings(directory: string | undefined): Promise<Mappings> {
  const { defaultMappings } = await import('../mapping/default-mappings.ts')
  if (directory === undefined) return defaultMappings()
  const { overlay, readTables } = await import('../document/read-tables.ts')
  const { createMappings } = await import('../mapping/mappings.ts')
  return createMappings(overlay(defaultMappings().tables, readTables(directory)))
}
