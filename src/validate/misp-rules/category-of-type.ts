import { categoriesOfType, factsOfType, typesOfCategory } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'

export const categoryOfType: MispRule = {
  code: 'category-of-type',
  severity: 'error',
  clause: 'MISP describeTypes: category_type_mappings',
  about: 'The category of an attribute takes its type.',
  advice: 'Use one of the categories of the type, or leave it out: MISP takes the one that goes with the type.',
  kinds: ['attribute', 'shadow-attribute'],
  record: ({ type, category }, speak) => {
    const types = typesOfCategory(category)
    if (types === undefined || factsOfType(type) === undefined || types.has(type as string)) return
    const allowed = categoriesOfType(type as string).join(', ')
    speak('/category', `${String(category)} takes no ${String(type)}: its categories are ${allowed}`)
  },
}
