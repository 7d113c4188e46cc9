/** Compiles JSON Schemas to code that runs without AJV. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'

export interface JsonSchema {
  [keyword: string]: unknown
}

/** How AJV keeps a fault. All faults of one object, but not without end: `note` throws when there are too many; and less code to load. */
const KEEP_FAULT = /const (err\d+) = (\{[^;]*\});if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}/g

/** Writes `src/validate/compiled/<name>.ts`: a function per schema, in one table. */
export function writeCompiled(name: string, schemas: Readonly<Record<string, JsonSchema>>): void {
  const folder = new URL('../src/validate/compiled/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.ts`, folder), compiledCode(schemas))
}

function compiledCode(schemas: Readonly<Record<string, JsonSchema>>): string {
  const ajv = new Ajv({
    schemas: Object.values(schemas),
    allErrors: true,
    strict: true,
    // `anyOf` asks for properties that the schema around it defines
    strictRequired: false,
    allowUnionTypes: true,
    inlineRefs: false,
    messages: false,
    // UTF-16 units will do for lengths: counting code points needs a module of AJV at run time. AJV warns of that
    unicode: false,
    logger: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
  })
  const names = Object.keys(schemas)
  const ids = Object.fromEntries(names.map((each, at) => [`of${at}`, String(schemas[each]?.['$id'])]))
  const code = standalone.default(ajv, ids).replaceAll(KEEP_FAULT, 'vErrors = note(vErrors, $2);')
  if (code.includes('vErrors.push')) throw new Error('AJV keeps faults in another way than it did')
  if (/\brequire\(/.test(code)) throw new Error('the compiled code needs modules of AJV at run time')
  const table = names.map((each, at) => `${JSON.stringify(each)}: of${at}`).join(', ')
  return [
    '// @ts-nocheck',
    '// Made by tools/build-validators.ts: do not edit.',
    "import { note } from '../faults.ts'",
    code,
    `export const VALIDATORS = Object.assign(Object.create(null), { ${table} })`,
    '',
  ].join('\n')
}
