import type { Rule } from '../rule.ts'

/** Observables stand beside observed-data, not in it. */
export const DEPRECATED_PROPERTIES: Rule = {
  code: 'deprecated-properties',
  alias: '304',
  severity: 'warning',
  lenient: 'off',
  clause: '2.13',
  about: 'observed-data does not have objects, which is deprecated.',
  advice: 'Make objects of their own of the observables, and list their ids in object_refs.',
  types: ['observed-data'],
  object({ objects }, speak) {
    if (objects !== undefined)
      speak('/objects', 'objects is deprecated: observables are objects of their own, whose ids stand in object_refs')
  },
}
