/** Writes the JSON Schemas of STIX 2.1 and MISP to `schemas/`, and compiles them to `src/validate/compiled/`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { writeCompiled } from './compile-schemas.ts'
import type { JsonSchema } from './compile-schemas.ts'
import { mispRecordSchemas, mispSchemas } from './misp-schemas.ts'
import { stixSchemas } from './stix-schemas.ts'

const stix = stixSchemas()
publish('stix2.1', Object.fromEntries(Object.entries(stix).filter(([name]) => !name.startsWith('container-'))))
publish('misp', mispSchemas())
writeCompiled('stix', stix)
writeCompiled('misp', mispRecordSchemas())

function publish(name: string, schemas: Readonly<Record<string, JsonSchema>>): void {
  const folder = new URL(`../schemas/${name}/`, import.meta.url)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, schema] of Object.entries(schemas)) {
    const file = new URL(`${path}.json`, folder)
    mkdirSync(new URL('.', file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(schema, undefined, 2)}\n`)
  }
}
