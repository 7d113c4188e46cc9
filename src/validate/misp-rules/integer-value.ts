import type { MispRule } from '../misp-rule.ts'

export const INTEGER_VALUE: MispRule = {
  code: 'integer-value',
  severity: 'information',
  clause: 'measured on MISP 2.5.1',
  about: 'MISP 2.5.1 saves no attribute of type integer, whatever its value is.',
  advice: 'Use counter for what is never negative, or text.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ type }, speak) {
    if (type === 'integer') speak('/type', 'MISP 2.5.1 drops every attribute of type integer, by a fault of its own')
  },
}
