import type { MispRule } from '../misp-rule.ts'
import { isSet } from '../misp-values.ts'

/** Types that MISP sets to_ids for by itself never, and whose values are nothing to look for in traffic or files. */
const NOT_DETECTABLE: ReadonlySet<string> = new Set(
  `comment text link other float counter integer boolean datetime size-in-bytes cortex anonymised first-name middle-name last-name
  full-name date-of-birth place-of-birth gender nationality target-user target-machine target-org target-location target-external`.split(
    /\s+/,
  ),
)

export const TO_IDS_UNUSED: MispRule = {
  code: 'to-ids-unused',
  severity: 'information',
  lenient: 'off',
  clause: 'MISP describeTypes: sane_defaults; MISP 2.5, NidsExport',
  about: 'to_ids stands on attributes that detection can look for.',
  advice: 'Set to_ids to false, or use the type of what the value is.',
  kinds: ['attribute'],
  record({ type, to_ids: toIds }, speak) {
    if (typeof type === 'string' && isSet(toIds) && NOT_DETECTABLE.has(type))
      speak('/to_ids', `to_ids is set, but no rule for detection can be made of a ${type}`)
  },
}
