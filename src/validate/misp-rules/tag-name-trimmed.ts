import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const TAG_NAME_TRIMMED: MispRule = {
  code: 'tag-name-trimmed',
  severity: 'information',
  clause: 'measured on MISP 2.5.1',
  about: 'The name of a tag has no blanks around it.',
  advice: 'Remove the blanks.',
  kinds: ['tag'],
  record({ name }, speak) {
    if (typeof name === 'string' && name.trim() !== name && name.trim() !== '')
      speak('/name', `MISP will store the tag ${shown(name)} as ${shown(name.trim())}`)
  },
}
