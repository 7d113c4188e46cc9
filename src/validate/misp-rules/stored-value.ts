import { refusalOfServed } from '../../misp/accepted.ts'
import { asServed } from '../../misp/normalise.ts'
import { isAttributeType } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const STORED_VALUE: MispRule = {
  code: 'stored-value',
  severity: 'information',
  clause: 'MISP 2.5, AttributeValidationTool and ComplexTypeTool',
  about: 'MISP writes some values in another way than they came.',
  advice: 'Nothing has to be done; who compares values later meets the other form.',
  kinds: ['attribute'],
  record({ type, value }, speak) {
    // A time is the same time in its other form
    if (typeof value !== 'string' || type === 'datetime' || !isAttributeType(type)) return
    const served = asServed(type, value)
    if (served === value || refusalOfServed(type, served) !== undefined) return
    const form = served === value.trim() ? 'without the blanks around it' : `as ${shown(served)}`
    speak('/value', `MISP will store ${shown(value)} ${form}`)
  },
}
