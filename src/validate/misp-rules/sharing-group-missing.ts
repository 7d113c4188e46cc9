import { isRecord } from '../../misp/types.ts'
import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf, numberOf } from '../misp-values.ts'

const SHARED = kindsOf(fieldsWhere(({ kind, of }) => kind === 'record' && of === 'sharing-group'))

export const SHARING_GROUP_MISSING: MispRule = {
  code: 'sharing-group-missing',
  severity: 'error',
  clause: 'MISP 2.5, sharingGroupRequired of its event model; measured on 2.5.1',
  about: 'What is distributed to a sharing group (4) says which.',
  advice: 'Add sharing_group_id, or SharingGroup with the UUID of the group.',
  kinds: SHARED,
  record({ distribution, sharing_group_id: id, SharingGroup: group }, speak) {
    if (numberOf(distribution) !== 4 || (numberOf(id) ?? 0) > 0) return
    if (!isRecord(group) || typeof group['uuid'] !== 'string' || group['uuid'] === '')
      speak('', 'distribution is 4, a sharing group, but neither sharing_group_id nor SharingGroup says which: MISP refuses it')
  },
}
