import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { stepsOf } from '../validate/pointer.ts'

/** What a file of the mapping tables may be. */
export type TableKind = 'attributes' | 'object' | 'galaxies' | 'envelope' | 'types'

const SCHEMAS = new URL('../../schemas/mapping/', import.meta.url)

let ajv: Ajv2020 | undefined

/** What is wrong with the form of a table, each fault in words: where, what, and what is allowed. */
export function checkTable(kind: TableKind, table: unknown): string[] {
  const validate = validatorOf(kind)
  if (validate(table)) return []
  return [...new Set((validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames').map(messageOf))]
}

function validatorOf(kind: TableKind): ValidateFunction {
  // The types of a row's values are lists of kinds, which strict mode takes for a mistake
  ajv ??= new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, schemas: [schema('attributes')] })
  const known = ajv.getSchema(`${kind}.json`)
  return known ?? ajv.compile(schema(kind))
}

function schema(kind: TableKind): object {
  return JSON.parse(readFileSync(new URL(`${kind}.json`, SCHEMAS), 'utf8')) as object
}

function messageOf({ instancePath, keyword, params, message = 'is wrong', propertyName }: ErrorObject): string {
  const where = [...stepsOf(instancePath), ...(propertyName === undefined ? [] : [propertyName])].join(' / ')
  const what = keyword === 'additionalProperties' ? `has no key '${String(params['additionalProperty'])}'` : message
  const allowed = keyword === 'enum' ? `: ${(params['allowedValues'] as unknown[]).join(', ')}` : ''
  return `${where === '' ? 'the file' : where}: ${what}${allowed}`
}
