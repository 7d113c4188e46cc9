/** Writes the JSON Schemas of STIX 2.1 to `schemas/stix2.1/`, and compiles them to `src/validate/compiled/`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { writeCompiled } from './compile-schemas.ts'
import { stixSchemas } from './stix-schemas.ts'

const schemas = stixSchemas()
const folder = new URL('../schemas/stix2.1/', import.meta.url)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [name, schema] of Object.entries(schemas))
  if (!name.startsWith('container-')) writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(schema, undefined, 2)}\n`)
writeCompiled('stix', schemas)
