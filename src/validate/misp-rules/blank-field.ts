import { KIND_NAMES } from '../../misp/model.ts'
import type { MispKind } from '../../misp/model.ts'
import type { MispRule } from '../misp-rule.ts'
import { kindsOf } from '../misp-values.ts'

const NAMES: Readonly<Partial<Record<MispKind, string>>> = {
  event: 'info',
  tag: 'name',
  object: 'name',
  'event-report': 'name',
  'galaxy-cluster': 'value',
  'manifest-entry': 'info',
}

export const BLANK_FIELD: MispRule = {
  code: 'blank-field',
  severity: 'error',
  clause: 'MISP 2.5, valueNotEmpty and stringNotEmpty of its models',
  about: 'What a record is called by is not blank.',
  advice: 'Give it a name.',
  kinds: kindsOf(NAMES),
  record(record, speak, { kind }) {
    const key = NAMES[kind] ?? ''
    const value = record[key]
    // PHP takes the text 0 for empty too
    if (typeof value === 'string' && (value.trim() === '' || (value.trim() === '0' && (kind === 'event' || kind === 'tag'))))
      speak(
        `/${key}`,
        `${key} is ${value.trim() === '' ? 'blank' : '"0", which counts as blank'}: MISP refuses the ${KIND_NAMES[kind]}`,
      )
  },
}
