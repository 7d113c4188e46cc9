import { isRecord } from '../../misp/types.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The keys in the deprecated container of observed-data are numbers: counted from 0 on, but whether there are gaps is not asked. */
export const OBSERVABLE_OBJECT_KEYS: Rule = {
  code: 'observable-object-keys',
  alias: '141',
  severity: 'warning',
  lenient: 'off',
  clause: '2.9',
  about: 'The keys in objects of observed-data are numbers.',
  advice: 'Number the observables: "0", "1", "2" and so on.',
  types: ['observed-data'],
  object({ objects }, speak) {
    if (!isRecord(objects)) return
    for (const key in objects)
      if (!/^\d+$/.test(key)) speak(under('/objects', key), `the key ${shown(key)} is no number such as "0"`)
  },
}
