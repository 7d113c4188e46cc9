import type { Rule } from './rule.ts'

/**
 * The rules about the text of a document, which the values that it is read into no longer show. Who reads the text asks them:
 * `tipbridge validate` does.
 */
export const TEXT_RULES: readonly Rule[] = [
  {
    code: 'stix-2.0',
    severity: 'error',
    clause: '3.2',
    about: 'Objects are of STIX 2.1; what is of STIX 2.0 is not looked at.',
    advice: 'Convert it twice: tipbridge convert makes MISP events of it, and of these STIX 2.1.',
  },
  {
    code: 'duplicate-keys',
    severity: 'error',
    clause: 'RFC 7493 section 2.3',
    about: 'A key stands in an object once.',
    advice: 'Remove one of them: readers differ in which one they take.',
  },
  {
    code: 'byte-order-mark',
    severity: 'warning',
    lenient: 'off',
    clause: 'RFC 8259 section 8.1',
    about: 'A file begins without a byte order mark.',
    advice: 'Save it as UTF-8 without BOM.',
  },
]
