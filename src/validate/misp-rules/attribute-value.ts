import { refusalOfServed } from '../../misp/accepted.ts'
import { asServed } from '../../misp/normalise.ts'
import { isAttributeType } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'
import { isSet, textOf } from '../misp-values.ts'
import { shown } from '../shown.ts'

export const ATTRIBUTE_VALUE: MispRule = {
  code: 'attribute-value',
  severity: 'error',
  clause: 'MISP 2.5, AttributeValidationTool',
  about: 'The value of an attribute has the form that its type wants.',
  advice: 'Mend the value, or use a type that takes any text, such as text or other.',
  kinds: ['attribute', 'shadow-attribute'],
  record(attribute, speak) {
    const { type, value } = attribute
    if (!isAttributeType(type) || isSet(attribute['proposal_to_delete'])) return
    const text = textOf(value)
    if (text === undefined) {
      if (value === undefined || value === null) missing(attribute, speak)
      return
    }
    const refusal = refusalOfServed(type, asServed(type, text))
    if (refusal === undefined || refusal.kind === 'composite') return
    if (refusal.kind === 'empty') return speak('/value', `the ${refusal.type} is empty: MISP drops the attribute`)
    speak('/value', `${shown(refusal.value)} is no ${refusal.type}: MISP takes ${refusal.wanted}`)
  },
}

/** MISP joins the halves of a value that comes as `value1` and `value2`. */
function missing({ value1 }: Readonly<Record<string, unknown>>, speak: (path: string, message: string) => void): void {
  if (value1 === undefined || value1 === null || value1 === '') speak('', 'value is missing: MISP takes no attribute without it')
}
