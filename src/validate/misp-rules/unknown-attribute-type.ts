import { isAttributeType } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const UNKNOWN_ATTRIBUTE_TYPE: MispRule = {
  code: 'unknown-attribute-type',
  severity: 'error',
  clause: 'MISP describeTypes: types',
  about: 'The type of an attribute is one that MISP has.',
  advice: 'Use a type of MISP; text or other take any value.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ type }, speak) {
    if (typeof type === 'string' && !isAttributeType(type))
      speak('/type', `${shown(type)} is no attribute type: MISP drops the attribute`)
  },
}
