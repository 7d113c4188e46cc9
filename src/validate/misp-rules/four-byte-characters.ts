import type { MispKind } from '../../misp/model.ts'
import type { MispRule } from '../misp-rule.ts'
import { kindsOf } from '../misp-values.ts'

const FIELDS: Readonly<Partial<Record<MispKind, readonly string[]>>> = {
  event: ['info'],
  attribute: ['value', 'comment'],
  object: ['comment'],
}

export const FOUR_BYTE_CHARACTERS: MispRule = {
  code: 'four-byte-characters',
  severity: 'warning',
  lenient: 'information',
  clause: 'measured on MISP 2.5.1; MISP 2.5, handle4ByteUnicode',
  about: 'Texts have no characters beyond U+FFFF, such as emoji: the default database of MISP keeps none.',
  advice: 'Write it in words.',
  kinds: kindsOf(FIELDS),
  record(record, speak, { kind }) {
    for (const key of FIELDS[kind] ?? []) {
      const value = record[key]
      if (typeof value !== 'string' || !/[\ud800-\udbff]/.test(value)) continue
      const [character = ''] = /[\u{10000}-\u{10ffff}]/u.exec(value) ?? []
      if (character === '') continue
      const fate = key === 'value' ? 'stores ? in its place' : 'answers with an internal error'
      speak(`/${key}`, `${key} has the character ${character}: MISP, with its default database, ${fate}`)
    }
  },
}
