import type { MispRule } from '../misp-rule.ts'
import { uuidOf } from '../misp-values.ts'

export const SELF_RELATIONSHIP: MispRule = {
  code: 'self-relationship',
  severity: 'error',
  clause: 'MISP 2.5, beforeValidate of its relationship model',
  about: 'A relationship leads to another record than the one that it hangs on.',
  advice: 'Mend related_object_uuid, or remove it.',
  kinds: ['relationship'],
  record(record, speak, { above }) {
    const from = uuidOf(above) ?? uuidOf(record, 'object_uuid')
    if (from !== undefined && from === uuidOf(record, 'related_object_uuid'))
      speak('/related_object_uuid', 'the relationship leads to the record itself: MISP refuses it')
  },
}
