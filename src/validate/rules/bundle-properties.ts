import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * A bundle is a container: it is no STIX object and says nothing of its own. That others keep what else stands on it is what nobody SHOULD
 * assume.
 */
export const BUNDLE_PROPERTIES: Rule = {
  code: 'bundle-properties',
  severity: 'warning',
  lenient: 'information',
  clause: '8',
  about: 'A bundle has the properties type, id and objects only.',
  advice: 'Remove the property; what is to be said of the content belongs into a report or grouping.',
  types: ['bundle'],
  object(bundle, speak) {
    for (const key in bundle) {
      if (key === 'type' || key === 'id' || key === 'objects') continue
      if (key === 'spec_version') {
        speak('/spec_version', 'bundles of STIX 2.1 have no spec_version: each object has its own')
      } else speak(under('', key), `${shown(key)} is no property of a bundle: it has type, id and objects`)
    }
  },
}
