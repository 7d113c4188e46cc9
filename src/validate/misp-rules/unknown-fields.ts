import { KIND_NAMES, MISP_MODEL } from '../../misp/model.ts'
import { under } from '../pointer.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const UNKNOWN_FIELDS: MispRule = {
  code: 'unknown-fields',
  severity: 'information',
  lenient: 'off',
  clause: 'MISP core format draft-20',
  about: 'Fields are those that MISP knows.',
  advice: 'Check the spelling; MISP ignores what it does not know.',
  record(record, speak, { kind }) {
    const fields = MISP_MODEL[kind]
    for (const key in record)
      if (fields[key] === undefined)
        speak(
          under('', key.slice(0, 200)),
          `MISP knows no field ${shown(key)} of a record of type ${KIND_NAMES[kind]}, and ignores it`,
        )
  },
}
