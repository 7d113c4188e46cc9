import type { MispRule } from '../misp-rule.ts'
import { isSet } from '../misp-values.ts'
import { shown } from '../shown.ts'

export const LOCAL_TAG: MispRule = {
  code: 'local-tag',
  severity: 'information',
  lenient: 'off',
  clause: 'MISP 2.5, its sync; measured on 2.5.1',
  about: 'A local tag stays on the server where it was set.',
  advice: 'Set local to false for a tag that others are to see.',
  kinds: ['tag'],
  record({ name, local }, speak) {
    if (isSet(local)) speak('/local', `the tag ${shown(name)} is local: MISP sends it to no other server`)
  },
}
