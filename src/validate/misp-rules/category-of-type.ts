import { categoriesOfType, isAttributeType, typesOfCategory } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'

export const CATEGORY_OF_TYPE: MispRule = {
  code: 'category-of-type',
  severity: 'error',
  clause: 'MISP describeTypes: category_type_mappings',
  about: 'The category of an attribute takes its type.',
  advice: 'Use one of the categories of the type, or leave it out: MISP takes the one that goes with the type.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ type, category }, speak) {
    const types = typesOfCategory(category)
    if (types === undefined || !isAttributeType(type) || types.has(type)) return
    const allowed = categoriesOfType(type).join(', ')
    speak('/category', `${String(category)} takes no ${type}: its categories are ${allowed}`)
  },
}
