import { KNOWN } from '../misp/known.ts'
import type { KnownTemplate } from '../misp/known.ts'
import type { MispRecord } from '../misp/types.ts'

/** The template of an object by its name, of those that tipbridge maps; `undefined` for others. */
export function templateNamed(name: unknown): KnownTemplate | undefined {
  return typeof name === 'string' ? KNOWN.templates.get(name) : undefined
}

/** The relations of the template that an object says it is made by, with their types. */
export function relationsOf(object: MispRecord | undefined): KnownTemplate['relations'] | undefined {
  const template = templateNamed(object?.['name'])
  return template !== undefined && template.uuid === object?.['template_uuid'] ? template.relations : undefined
}
