import { refusalOfServed } from '../../misp/accepted.ts'
import { isComposite } from '../../misp/composite.ts'
import { asServed } from '../../misp/normalise.ts'
import { isAttributeType } from '../misp-attribute-types.ts'
import type { MispRule } from '../misp-rule.ts'
import { isSet, textOf } from '../misp-values.ts'
import { shown } from '../shown.ts'

export const COMPOSITE_VALUE: MispRule = {
  code: 'composite-value',
  severity: 'error',
  clause: 'MISP 2.5, validComposite of its attribute model',
  about: 'The value of a type of two parts has one | in it, and no more.',
  advice: 'Write both parts with one | between them; a | within a part has to go.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ type, value, encrypt }, speak) {
    const text = textOf(value)
    if (typeof type !== 'string' || text === undefined || !isComposite(type) || !isAttributeType(type)) return
    // Of a sample that it is to pack, MISP adds the MD5 itself
    if (type === 'malware-sample' && isSet(encrypt)) return
    const refusal = refusalOfServed(type, asServed(type, text))
    if (refusal?.kind === 'composite') speak('/value', `${shown(text)} is no ${type}: MISP takes ${refusal.wanted}`)
  },
}
