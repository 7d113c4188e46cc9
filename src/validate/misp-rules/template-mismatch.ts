import { templateNamed } from '../misp-templates.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const TEMPLATE_MISMATCH: MispRule = {
  code: 'template-mismatch',
  severity: 'information',
  clause: 'MISP/misp-objects, as in the mapping tables',
  about: 'The name and the UUID of a template belong together.',
  advice: "Use the UUID in the template's definition.json, or another name for a template of your own.",
  kinds: ['object'],
  record({ name, template_uuid: uuid }, speak) {
    const template = templateNamed(name)
    if (template?.uuid !== undefined && typeof uuid === 'string' && uuid !== '' && uuid.toLowerCase() !== template.uuid)
      speak('/template_uuid', `the template ${String(name)} of MISP has the UUID ${template.uuid}, not ${shown(uuid)}`)
  },
}
