import tables from './tables.json' with { type: 'json' }
import type { Tables } from './table.ts'

/** The tables that come with tipbridge, as they were read when it was built. */
export const DEFAULT_TABLES: Tables = tables as unknown as Tables
