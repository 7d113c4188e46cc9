import { DEFAULT_TABLES } from '../mapping/default-tables.ts'
import type { RawRow } from '../mapping/table.ts'
import type { MispRecord } from '../misp/types.ts'

/** The template of an object by its name, of those that tipbridge maps; `undefined` for others. */
export function templateNamed(name: unknown): RawRow | undefined {
  return typeof name === 'string' && Object.hasOwn(DEFAULT_TABLES.objects, name) ? DEFAULT_TABLES.objects[name] : undefined
}

/** The relations of the template that an object says it is made by, with their types. */
export function relationsOf(object: MispRecord | undefined): Readonly<Record<string, string>> | undefined {
  const template = templateNamed(object?.['name'])
  return template !== undefined && template.uuid === object?.['template_uuid'] ? template.relations : undefined
}
