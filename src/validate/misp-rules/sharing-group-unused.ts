import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf, numberOf } from '../misp-values.ts'

const SHARED = kindsOf(fieldsWhere(({ kind, of }) => kind === 'record' && of === 'sharing-group'))

export const SHARING_GROUP_UNUSED: MispRule = {
  code: 'sharing-group-unused',
  severity: 'warning',
  clause: 'MISP 2.5, beforeValidate of its models',
  about: 'A sharing group stands only with distribution 4.',
  advice: 'Set distribution to 4, or leave the sharing group out.',
  kinds: SHARED,
  record({ distribution, sharing_group_id: id }, speak) {
    const level = numberOf(distribution)
    if (level !== undefined && level !== 4 && (numberOf(id) ?? 0) > 0)
      speak('/sharing_group_id', `distribution is ${level}, so MISP forgets the sharing group ${String(id)}`)
  },
}
