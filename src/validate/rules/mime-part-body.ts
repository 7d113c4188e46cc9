import { isRecord } from '../../misp/types.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** A part of a mail is here or elsewhere: one of the two MUST be there, and which of them follows from content_type. */
export const MIME_PART_BODY: Rule = {
  code: 'mime-part-body',
  severity: 'error',
  clause: '6.6.2',
  about: 'A part in body_multipart has body or body_raw_ref, not both.',
  advice: 'Keep body for text, body_raw_ref for everything else.',
  types: ['email-message'],
  object({ body_multipart: parts }, speak) {
    if (!Array.isArray(parts)) return
    for (let index = 0; index < parts.length; index++) {
      const part: unknown = parts[index]
      if (isRecord(part) && part['body'] !== undefined && part['body_raw_ref'] !== undefined)
        speak(under('/body_multipart', index), 'body and body_raw_ref are both there: a part has one of them')
    }
  },
}
