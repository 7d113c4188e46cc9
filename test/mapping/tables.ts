import { fileURLToPath } from 'node:url'
import { readTables } from '../../src/document/read-tables.ts'

/** The tables of the repository as they stand in YAML. */
export const defaultTables = readTables(fileURLToPath(new URL('../../mappings', import.meta.url)))
