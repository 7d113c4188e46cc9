import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf } from '../misp-values.ts'

const LIMITED = fieldsWhere(({ bytes, characters }) => bytes !== undefined || characters !== undefined)

export const TEXT_TOO_LONG: MispRule = {
  code: 'text-too-long',
  severity: 'error',
  clause: 'MISP 2.5, its database; maxTextLength of its attribute model',
  about: 'Texts fit into their column.',
  advice: 'Shorten it; a long value can be an attachment, a long comment an event report.',
  kinds: kindsOf(LIMITED),
  record(record, speak, { kind }) {
    for (const [key, { bytes = Infinity }] of LIMITED[kind] ?? []) {
      const value = record[key]
      if (typeof value !== 'string' || value.length * 3 <= bytes) continue
      const length = value.length > bytes ? value.length : Buffer.byteLength(value)
      if (length > bytes) speak(`/${key}`, `${key} has more bytes than the ${bytes} that MISP's column takes`)
    }
  },
}
