import { COMMON, MODEL } from '../../stix/model.ts'
import { propertiesOf } from '../places.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/**
 * The common properties are for some groups of objects, and not for others. The tables of the types (sections 4 to 7) say of which; a MUST
 * NOT it is for `defanged`, and nobody may define a property of a common name anew (7.3.2).
 */
export const NOT_APPLICABLE: Rule = {
  code: 'not-applicable',
  severity: 'error',
  lenient: 'warning',
  clause: '3.2',
  about: 'Objects have no common property that is not for their kind, such as labels on an observable.',
  advice: 'Remove the property; of an observable, the observed-data around it can say the same.',
  types: Object.keys(MODEL),
  object(object, speak) {
    const { type } = object
    for (const key in object) if (isNotApplicable(type, key)) speak(under('', key), messageOf(type, key))
  },
}

/** Is this one of the common properties, and not for this type? Such a property is wrong here, not custom. */
export function isNotApplicable(type: string, key: string): boolean {
  return COMMON_KEYS.has(key) && missingOf(type)?.has(key) === true
}

/** What tells versions apart. Observables are not versioned, but section 3.6 reckons with producers that do it (`versioned-observable.ts`). */
export const VERSIONING: ReadonlySet<string> = new Set(['created_by_ref', 'created', 'modified', 'revoked'])

const COMMON_KEYS: ReadonlySet<string> = new Set(Object.values(COMMON).flatMap((properties) => Object.keys(properties)))

const missing = new Map<string, ReadonlySet<string>>()

function missingOf(type: string): ReadonlySet<string> | undefined {
  const known = missing.get(type)
  if (known !== undefined || !(type in MODEL)) return known
  const own = propertiesOf(type)
  const isElsewhere = (key: string) => MODEL[type]?.group === 'sco' && VERSIONING.has(key)
  const others = new Set([...COMMON_KEYS].filter((key) => !Object.hasOwn(own, key) && !isElsewhere(key)))
  missing.set(type, others)
  return others
}

function messageOf(type: string, key: string): string {
  const group = MODEL[type]?.group
  const kind =
    group === 'sco' ? 'cyber-observables' : group === 'meta' ? `objects of type ${type}` : 'domain and relationship objects'
  return `${key} is not for ${kind}: the specification has it for other kinds of objects only`
}
