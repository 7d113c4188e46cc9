import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The specification has two types of marking; others are told in extensions. */
export const MARKING_DEFINITION_TYPE: Rule = {
  code: 'marking-definition-type',
  alias: '201',
  severity: 'warning',
  lenient: 'information',
  clause: '7.2.1.1',
  about: 'The definition_type of a marking definition is statement or tlp.',
  advice: 'Use statement, or an extension for a marking of another type.',
  types: ['marking-definition'],
  object({ definition_type: kind }, speak) {
    if (typeof kind === 'string' && kind !== 'statement' && kind !== 'tlp')
      speak('/definition_type', `${shown(kind)} is no definition_type of the specification: it has statement and tlp`)
  },
}
