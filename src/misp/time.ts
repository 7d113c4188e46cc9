import { parseTime } from '../stix/timestamp.ts'

/** The forms beside ISO 8601 that PHP's strtotime reads and that are seen: basic ISO, seconds since 1970, slashes, those of mail. */
const OTHER_FORMS: readonly RegExp[] = [
  /^\d{8}(?:T?\d{4}(?:\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?$/,
  /^@-?\d{1,12}(?:\.\d{1,9})?$/,
  /^\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::\d{2}(?:\.\d{1,9})?)?)? ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/,
  /^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.]\d{4}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/,
  /^(?:[A-Z][a-z]{2,8},? )?\d{1,2}[ -][A-Z][a-z]{2,8}[ -]\d{4}(?: \d{1,2}:\d{2}(?::\d{2})?)?(?: (?:[A-Z]{1,5}|[+-]\d{4}))?$/,
  /^(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2,8} {1,2}\d{1,2},? (?:\d{2}:\d{2}:\d{2} )?(?:[A-Z]{3,4} )?\d{4}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/,
]

/** Does a MISP server read this as a time? It asks PHP, which reads more than is listed here: words such as `yesterday`. */
export function isMispTime(value: string): boolean {
  if (parseTime(value) !== undefined) return true
  return value.length <= 48 && OTHER_FORMS.some((form) => form.test(value))
}
