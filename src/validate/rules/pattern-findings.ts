import type { FindingCode } from '../../stix/pattern/analysis/finding.ts'
import { placeIn } from '../../stix/pattern/pattern-error.ts'
import { findingsOf, patternOf } from '../indicator-pattern.ts'
import type { Rule } from '../rule.ts'
import type { Severity } from '../violation.ts'

type Facts = Pick<Rule, 'severity' | 'lenient' | 'clause' | 'about' | 'advice'>

/** Whether an expression can be evaluated in linear time is told by an engine only, and no matter of the specification. */
type Told = Exclude<FindingCode, 'unsupported-regex'>

/** What `stix/pattern/analysis` finds, by its codes. */
const FACTS: Readonly<Record<Told, Facts>> = {
  'and-over-types': facts(
    'error',
    '9.5',
    'Comparisons that AND joins in one pair of brackets are about one object.',
    'Give each object its own brackets and join these with AND, or write OR.',
  ),
  'constant-type': facts(
    'error',
    '9.6.1',
    'What a property is compared with is of its type.',
    "Write numbers without quotes, times as t'…', texts in apostrophes.",
    'warning',
  ),
  // Such a set, like a STOP before its START, matches nothing: no keyword forbids it
  'empty-set': facts('information', '9.6.1', 'A set after IN has values.', 'List values, or remove the comparison.'),
  'hash-name': facts(
    'warning',
    '10.7',
    'Hashes in patterns have the names of the vocabulary.',
    "Write the name as the message tells, in quotes where it has a hyphen: file:hashes.'SHA-256'.",
    'information',
  ),
  'hash-value': facts(
    'error',
    '2.7',
    'A hash that is compared as a whole has the form of its algorithm.',
    'Write the whole hash, under the name of its algorithm; a piece of one takes LIKE.',
  ),
  'index-without-list': facts('error', '9.7.2', 'Only lists have an index in a pattern.', 'Remove the index.'),
  'integer-range': facts(
    'error',
    '2.10',
    'Integers in patterns reach from -(2^53 - 1) to 2^53 - 1.',
    'Write a number within the range.',
  ),
  'invalid-regex': facts('error', '9.6.1', 'After MATCHES stands a regular expression.', 'Mend the expression.'),
  'invalid-subnet': facts(
    'error',
    '9.6.1',
    'After ISSUBSET and ISSUPERSET stands an address or a CIDR block of the family of the property.',
    "Write a block such as '198.51.100.0/24'.",
  ),
  'list-without-index': facts(
    'error',
    '9.7.2',
    'Lists in patterns take an index.',
    'Write [*] behind the list for any of its items, or the index of one.',
    'warning',
  ),
  'mixed-set': facts('error', '9.6.1', 'The values of a set after IN are of one type.', 'Write all values alike.'),
  'name-form': facts(
    'error',
    '3.1',
    'Custom types and properties in patterns have names that types and properties can have.',
    'Write the name as it stands in the objects that the pattern is to find.',
    'warning',
  ),
  'not-an-observable': facts(
    'error',
    '9.7',
    'Patterns are about cyber-observable objects.',
    'Name an observable, such as file, url or ipv4-addr.',
  ),
  'stop-not-after-start': facts('information', '9.5.1', 'STOP is after START.', 'Swap the two times, or mend them.'),
  'subnet-path': facts(
    'error',
    '9.6.1',
    'ISSUBSET and ISSUPERSET are about the value of an ipv4-addr or ipv6-addr.',
    'Compare the value of an address, or use another operator.',
  ),
  // An extension may have put it there: no SHOULD is broken
  'unknown-property': facts(
    'information',
    '9.7',
    'Properties in patterns are such as the object type has.',
    'Look whether the name is right; objects without it never match.',
  ),
}

/** One rule for each kind of finding. They share one analysis of the pattern. */
export const PATTERN_FINDINGS: readonly Rule[] = (Object.keys(FACTS) as Told[]).map((finding) => ({
  code: `pattern-${finding}`,
  ...FACTS[finding],
  types: ['indicator'],
  object(object, speak) {
    const findings = findingsOf(object)
    if (findings.length === 0) return
    let count = 0
    for (const { code, message, span } of findings) {
      if (code === finding && ++count <= MOST) {
        const { line, column } = placeIn(patternOf(object)?.text ?? '', span.start)
        speak('/pattern', `${message}, at ${line}:${column} of the pattern`)
      }
    }
    if (count > MOST) speak('/pattern', `the same ${count - MOST} times more in the pattern`)
  },
}))

/** A pattern that was made by a program is wrong in the same way from one end to the other. */
const MOST = 10

function facts(severity: Severity, clause: string, about: string, advice: string, lenient?: Severity): Facts {
  return { severity, clause, about, advice, ...(lenient !== undefined && { lenient }) }
}
