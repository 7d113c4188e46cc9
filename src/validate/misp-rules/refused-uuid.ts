import type { MispRule } from '../misp-rule.ts'
import { kindsOf } from '../misp-values.ts'
import type { MispKind } from '../../misp/model.ts'
import { isMispUuid } from '../../misp/uuid.ts'

/** The fields that MISP asks CakePHP about. */
const ASKED: Readonly<Partial<Record<MispKind, readonly string[]>>> = {
  event: ['uuid'],
  attribute: ['uuid'],
  object: ['uuid', 'template_uuid'],
  'object-reference': ['uuid', 'source_uuid', 'referenced_uuid'],
  'event-report': ['uuid'],
  sighting: ['uuid'],
  'shadow-attribute': ['uuid'],
  'galaxy-cluster': ['uuid'],
  organisation: ['uuid'],
  'sharing-group': ['uuid'],
}

export const REFUSED_UUID: MispRule = {
  code: 'refused-uuid',
  severity: 'error',
  clause: 'MISP 2.5, rule uuid of its models; CakePHP 2, Validation::uuid',
  about: 'UUIDs have a version from 0 to 5 and the variant of RFC 9562.',
  advice: 'Use a UUID of version 4 or 5.',
  kinds: kindsOf(ASKED),
  record(record, speak, { kind }) {
    for (const key of ASKED[kind] ?? []) {
      const value = record[key]
      if (typeof value !== 'string' || value.length !== 36 || isMispUuid(value)) continue
      const version = value.charAt(14)
      const variant = value.charAt(19)
      if (/[6-9a-f]/i.test(version)) speak(`/${key}`, `${value} has version ${version}: MISP takes UUIDs of versions 0 to 5`)
      else if (/[1-7c-f]/i.test(variant))
        speak(`/${key}`, `${value} has variant ${variant}: MISP takes 0, 8, 9, a or b at that place`)
    }
  },
}
