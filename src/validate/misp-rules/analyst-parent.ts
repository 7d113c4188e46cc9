import { KIND_NAMES } from '../../misp/model.ts'
import type { MispKind } from '../../misp/model.ts'
import type { MispRule } from '../misp-rule.ts'
import { uuidOf } from '../misp-values.ts'

/** What MISP calls the kinds of records that carry analyst data. */
const NAMES: Readonly<Partial<Record<MispKind, string>>> = {
  event: 'Event',
  attribute: 'Attribute',
  object: 'Object',
  'event-report': 'EventReport',
  'galaxy-cluster': 'GalaxyCluster',
  note: 'Note',
  opinion: 'Opinion',
  relationship: 'Relationship',
}

export const ANALYST_PARENT: MispRule = {
  code: 'analyst-parent',
  severity: 'warning',
  clause: 'MISP 2.5, captureAnalystData of its event model',
  about: 'Notes, opinions and relationships are about the record that they hang on.',
  advice: 'Move it to the record that it is about, or mend object_uuid and object_type.',
  kinds: ['note', 'opinion', 'relationship'],
  record(record, speak, { above, aboveKind }) {
    if (aboveKind === undefined) return
    const parent = uuidOf(above)
    const said = uuidOf(record, 'object_uuid')
    if (said !== undefined && parent !== undefined && said !== parent)
      speak('/object_uuid', `it hangs on the ${KIND_NAMES[aboveKind]} ${parent}: MISP writes that in the place of ${said}`)
    const { object_type: type } = record
    if (typeof type === 'string' && type !== '' && type !== NAMES[aboveKind])
      speak(
        '/object_type',
        `it hangs on a record of type ${NAMES[aboveKind] ?? aboveKind}: MISP writes that in the place of ${type}`,
      )
  },
}
