/** Compiles `mappings/*.yaml` into `src/mapping/tables.json`, which the package reads at run time. Fails when a row is wrong. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTables } from '../src/document/read-tables.ts'
import { compileAll } from '../src/mapping/compile.ts'

const tables = readTables(fileURLToPath(new URL('../mappings', import.meta.url)))
const { problems } = compileAll(tables)
for (const { file, row, message } of problems) console.error(`mappings/${file}: ${row}: ${message}`)
if (problems.length > 0) process.exit(1)
writeFileSync(new URL('../src/mapping/tables.json', import.meta.url), `${JSON.stringify(tables)}\n`)
