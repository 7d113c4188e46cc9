import type { Rule } from './rule.ts'
import type { Severity } from './violation.ts'

/**
 * The rules that the schemas keep: which properties there are and what their values look like. They have no check of their own;
 * `explain.ts` tells from what AJV says which of them is broken.
 */
export const SCHEMA_RULES = {
  'not-an-object': schemaRule(
    '8.1',
    'An object of a bundle is a JSON object with a type.',
    'Remove it, or give it a type and an id.',
  ),
  'too-deep': schemaRule('2', 'Objects nest no deeper than 200 levels.', 'Flatten it.'),
  'too-many-faults': schemaRule(
    '2',
    'An object is told about until it has a thousand faults.',
    'Mend the first ones and validate again.',
  ),
  'not-checked': schemaRule(
    'a fault of tipbridge',
    'Every rule can be asked of every object.',
    'Tell the authors of tipbridge, with the object; what else is said of it holds.',
  ),
  'required-property': schemaRule('3.2', 'Properties that the specification demands are there.', 'Add the property.'),
  'property-type': schemaRule(
    '2',
    'A value has the JSON type of its property.',
    'Write the value as its property wants it; mind quotes and brackets.',
  ),
  'timestamp-form': schemaRule(
    '2.16.1',
    'Times are written as RFC 3339 in UTC; created and modified with milliseconds.',
    'Write it like 2026-03-04T05:06:07.000Z.',
  ),
  'identifier-form': schemaRule(
    '2.9',
    'Ids are a type, two hyphens and a UUID.',
    'Use the id of an object, such as identity--f431f809-377b-45e0-aa1c-6a4751cae5ff.',
  ),
  'hex-form': schemaRule(
    '2.8',
    'Hexadecimal values have digits and the letters a to f only.',
    'Write two hexadecimal digits per byte.',
  ),
  'binary-form': schemaRule('2.1', 'Binary values are Base64 of RFC 4648.', 'Encode the bytes as Base64, without line breaks.'),
  'closed-vocabulary': schemaRule('2.4', 'A value of an enumeration is one of its words.', 'Use one of the words.'),
  'number-range': schemaRule('2.10', 'Numbers lie within the range of their property.', 'Write a number within the range.'),
  'empty-list': schemaRule('2.12', 'Lists are not empty.', 'Leave the property out when there is nothing to list.'),
  'empty-dictionary': schemaRule(
    '2.3',
    'Dictionaries and hashes are not empty.',
    'Leave the property out when there is nothing to say.',
  ),
  'at-least-one': schemaRule('3.2', 'Of some properties at least one is there.', 'Add one of them.'),
} as const satisfies Record<string, Omit<Rule, 'code'>>

export type SchemaCode = keyof typeof SCHEMA_RULES

function schemaRule(clause: string, about: string, advice: string) {
  return { severity: 'error' as Severity, clause, about, advice }
}
