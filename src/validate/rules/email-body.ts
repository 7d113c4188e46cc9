import type { Rule } from '../rule.ts'

/** A mail has one body, or several parts. */
export const EMAIL_BODY: Rule = {
  code: 'email-body',
  severity: 'error',
  lenient: 'warning',
  clause: '6.6.1',
  about: 'An email-message has body only if is_multipart is false, and body_multipart only if it is true.',
  advice: 'Move the text to body_multipart, or set is_multipart to what the mail is.',
  types: ['email-message'],
  object({ is_multipart: isMultipart, body, body_multipart: parts }, speak) {
    if (isMultipart === true && body !== undefined)
      speak('/body', 'is_multipart is true, but there is a body: the parts of the mail stand in body_multipart')
    if (isMultipart === false && parts !== undefined)
      speak('/body_multipart', 'is_multipart is false, but there is body_multipart: the one text of the mail stands in body')
  },
}
