import type { MispRule } from './misp-rule.ts'
import type { Severity } from './violation.ts'

const FORMAT = 'MISP core format draft-20'
const MODELS = 'MISP 2.5, validation of its models'

/**
 * The rules that the schemas of MISP records keep. They have no check of their own; `misp-explain.ts` tells from what AJV says which of
 * them is broken.
 */
export const MISP_SCHEMA_RULES = {
  'not-a-record': schemaRule(FORMAT, 'What stands in a list of records is a JSON object.', 'Remove it.'),
  'record-too-deep': schemaRule(FORMAT, 'Records nest no deeper than 200 levels.', 'Flatten it.'),
  'record-not-checked': schemaRule(
    'a fault of tipbridge',
    'Every rule can be asked of every record.',
    'Tell the authors of tipbridge, with the record; what else is said of it holds.',
  ),
  'missing-field': schemaRule(FORMAT, 'Fields without which MISP refuses a record are there.', 'Add the field.'),
  'field-type': schemaRule(FORMAT, 'A value has the JSON type of its field.', 'Write the value as its field wants it.'),
  'number-form': schemaRule(FORMAT, 'Numbers are whole, and not negative.', 'Write digits only.'),
  'uuid-form': schemaRule(MODELS, 'UUIDs are written as in RFC 9562.', 'Write it like f431f809-377b-45e0-aa1c-6a4751cae5ff.'),
  'date-form': schemaRule(MODELS, 'The date of an event is a year, a month and a day.', 'Write it like 2026-03-04.'),
  'seen-form': schemaRule(FORMAT, 'Times are written as MISP writes them.', 'Write it like 2026-03-04T05:06:07.000000+00:00.'),
  distribution: schemaRule(
    MODELS,
    'The distribution of an event or cluster is 0 to 4, that of what is in it 0 to 5.',
    'Use one of the numbers.',
  ),
  'threat-level': schemaRule(MODELS, 'The threat level of an event is 1 to 4.', 'Use one of the numbers.'),
  analysis: schemaRule(MODELS, 'The analysis of an event is 0, 1 or 2.', 'Use one of the numbers.'),
  'reference-type': schemaRule(
    MODELS,
    'An object reference points at an attribute (0) or an object (1).',
    'Use one of the numbers.',
  ),
  'sighting-type': schemaRule(MODELS, 'The type of a sighting is 0, 1 or 2.', 'Use one of the numbers.'),
  'tag-colour': schemaRule(MODELS, 'The colour of a tag is # and six hexadecimal digits.', 'Write it like #1DA1F2.'),
  'analyst-target': schemaRule(
    'MISP 2.5, AnalystData model',
    'Analyst data are about a kind of record that MISP knows.',
    'Use one of the words.',
    'warning',
  ),
} as const satisfies Record<string, Omit<MispRule, 'code'>>

export type MispSchemaCode = keyof typeof MISP_SCHEMA_RULES

function schemaRule(clause: string, about: string, advice: string, severity: Severity = 'error') {
  return { severity, clause, about, advice }
}
