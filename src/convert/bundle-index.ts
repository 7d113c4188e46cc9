import { isObservableType } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { isLater } from '../stix/timestamp.ts'
import type { Resolve } from '../mapping/binding.ts'
import { labelsOf, mispLabels } from './labels.ts'
import { residueOf } from './residue.ts'
import { asText } from './text.ts'

/** What an object of a bundle is to MISP. */
export type ObjectRole =
  | 'container'
  | 'observed'
  | 'indicator'
  | 'attribute'
  | 'object'
  | 'cluster'
  | 'report'
  | 'note'
  | 'opinion'
  | 'sighting'
  | 'relationship'
  | 'observable'
  | 'identity'
  | 'definition'
  | 'foreign'

const DEFINITIONS = new Set(['marking-definition', 'extension-definition'])
/** Decides object by object: by our residue, by MISP's labels, else by type. */
function roleOf(object: StixObject): ObjectRole {
  const element = residueOf(object)?.['element']
  switch (object.type) {
    case 'report':
    case 'grouping':
      return 'container'
    case 'observed-data':
      return 'observed'
    case 'indicator':
      return 'indicator'
    case 'relationship':
    case 'sighting':
      return object.type
    case 'note':
      return element === 'report' || hasLabel(object, 'misp:data-layer="Event Report"')
        ? 'report'
        : element === 'object' || (element === undefined && mispLabels(object).name !== undefined)
          ? 'object'
          : 'note'
    case 'opinion':
      return element === 'sighting' || isFalsePositive(object) ? 'sighting' : 'opinion'
    case 'x-misp-attribute':
      return 'attribute'
    case 'x-misp-object':
      return 'object'
    case 'x-misp-galaxy-cluster':
      return 'cluster'
    default:
      return element === 'attribute' || element === 'object' || element === 'cluster' ? element : byLabels(object)
  }
}

function byLabels(object: StixObject): ObjectRole {
  if (isObservableType(object.type)) return 'observable'
  if (DEFINITIONS.has(object.type)) return 'definition'
  const { type, name } = mispLabels(object)
  if (name !== undefined) return 'object'
  if (type !== undefined) return 'attribute'
  if (labelsOf(object).some((label) => label.startsWith('misp:galaxy-type='))) return 'cluster'
  return object.type === 'identity' ? 'identity' : 'foreign'
}

function hasLabel(object: StixObject, label: string): boolean {
  return labelsOf(object).includes(label)
}

/** misp-stix writes a false positive as an opinion with this text. */
function isFalsePositive(object: StixObject): boolean {
  return (
    object['explanation'] === 'False positive Sighting' &&
    object['opinion'] === 'strongly-disagree' &&
    !hasLabel(object, 'misp:context-layer="Analyst Opinion"')
  )
}

/**
 * An object of a bundle, and what has become of it in the event that is being read (`assembly.ts`): a bundle holds hundreds of
 * thousands, so that each is looked up once and the rest stands on it.
 */
export interface Member {
  readonly object: StixObject
  readonly role: ObjectRole
  /** The event that all below is about: an object may belong to several. */
  event: MispRecord | undefined
  /** Does it belong to that event, or is it only pointed at? */
  own: boolean
  /** The record that it stands for, or for a part of. */
  record: MispRecord | undefined
  /** Has it found a place in the event? */
  used: boolean
  /** Of a carrier its Indicator, of an Indicator its carrier. */
  partner: Member | undefined
}

/** The objects of one bundle by id. */
export class BundleIndex {
  readonly members = new Map<string, Member>()
  readonly resolve: Resolve = (id) => this.members.get(id)?.object

  /** Adds an object; of several versions of one id the newest stays, of equal ones the last. */
  add(object: StixObject): void {
    const known = this.members.get(object.id)?.object
    if (known !== undefined && isLater(asText(known['modified']), asText(object['modified']))) return
    const role = roleOf(object)
    this.members.set(object.id, {
      object,
      role,
      event: undefined,
      own: false,
      record: undefined,
      used: false,
      partner: undefined,
    })
  }
}
