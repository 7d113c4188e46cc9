/**
 * Compiles `mappings/*.yaml` into `src/mapping/tables.json`, which the package reads at run time, and what is of MISP alone in them into
 * `src/misp/known.json`. Fails when a row is wrong.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTables } from '../src/document/read-tables.ts'
import { compileAll } from '../src/mapping/compile.ts'

const tables = readTables(fileURLToPath(new URL('../mappings', import.meta.url)))
const { problems } = compileAll(tables)
for (const { file, row, message } of problems) console.error(`mappings/${file}: ${row}: ${message}`)
if (problems.length > 0) process.exit(1)
writeFileSync(new URL('../src/mapping/tables.json', import.meta.url), `${JSON.stringify(tables)}\n`)

const templates = Object.entries(tables.objects).map(([name, { uuid, relations = {} }]) => [name, { uuid, relations }])
const known = {
  categories: tables.categories,
  types: Object.keys(tables.types),
  templates: Object.fromEntries(templates) as unknown,
}
writeFileSync(new URL('../src/misp/known.json', import.meta.url), `${JSON.stringify(known)}\n`)
