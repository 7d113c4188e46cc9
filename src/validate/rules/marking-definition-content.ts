import { isRecord } from '../../misp/types.ts'
import type { Rule } from '../rule.ts'

/** A definition is of the type that it is said to be. */
export const MARKING_DEFINITION_CONTENT: Rule = {
  code: 'marking-definition-content',
  severity: 'error',
  clause: '7.2.1',
  about: 'A marking definition of type statement has a statement in its definition, one of type tlp a tlp.',
  advice: 'Write the definition of the type that definition_type tells, or correct definition_type.',
  types: ['marking-definition'],
  object({ definition_type: kind, definition }, speak) {
    if ((kind !== 'statement' && kind !== 'tlp') || !isRecord(definition)) return
    if (typeof definition[kind] !== 'string')
      speak('/definition', `definition_type is ${kind}, but the definition has no ${kind}`)
  },
}
