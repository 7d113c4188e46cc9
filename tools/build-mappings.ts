/** Compiles `mappings/*.yaml` into `src/mapping/tables.json`, which the package reads at run time. */
import { writeFileSync } from 'node:fs'
import { readTables } from '../src/document/read-tables.ts'

const tables = readTables(new URL('../mappings', import.meta.url).pathname)
writeFileSync(new URL('../src/mapping/tables.json', import.meta.url), `${JSON.stringify(tables)}\n`)
