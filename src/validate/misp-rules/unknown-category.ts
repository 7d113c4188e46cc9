import { CATEGORY_NAMES, typesOfCategory } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const UNKNOWN_CATEGORY: MispRule = {
  code: 'unknown-category',
  severity: 'error',
  clause: 'MISP describeTypes: categories',
  about: 'The category of an attribute is one that MISP has.',
  advice: 'Use one of the categories, or leave it out: MISP takes the one that goes with the type.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ category }, speak) {
    if (typeof category === 'string' && category !== '' && typesOfCategory(category) === undefined)
      speak('/category', `${shown(category)} is no category: the categories are ${CATEGORY_NAMES.join(', ')}`)
  },
}
