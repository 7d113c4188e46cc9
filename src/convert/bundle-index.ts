import { isObservableType } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { isLater } from '../stix/timestamp.ts'
import type { Resolve } from '../mapping/binding.ts'
import { labelsOf, mispLabels } from './labels.ts'
import { residueOf } from './residue.ts'
import { asText } from './text.ts'
import { upgrade } from './upgrade.ts'

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
  | 'domain'
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
  return byType(object)
}

/** Objects that MISP did not write: what its galaxies can hold, and what takes an object of a template. */
function byType(object: StixObject): ObjectRole {
  switch (object.type) {
    case 'identity':
      return object['identity_class'] === 'class' ? 'cluster' : 'identity'
    case 'location':
      return PRECISE.some((key) => object[key] !== undefined) ? 'domain' : 'cluster'
    case 'malware-analysis':
      return 'domain'
    case 'language-content':
      return 'foreign'
    default:
      return isDomainObject(object) ? 'cluster' : 'foreign'
  }
}

/** What only a place on a map has, not a country or region. */
const PRECISE = ['latitude', 'longitude', 'administrative_area', 'city', 'street_address', 'postal_code'] as const

/** Also of a type that nobody knows: it has a name and versions, and is no relation between others. What was revoked is none any more. */
function isDomainObject(object: StixObject): boolean {
  if (object['revoked'] === true) return false
  const { name, created, modified, source_ref: source, object_refs: refs } = object
  return (
    typeof name === 'string' &&
    name !== '' &&
    created !== undefined &&
    modified !== undefined &&
    source === undefined &&
    refs === undefined
  )
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
  object: StixObject
  role: ObjectRole
  /** The event that all below is about: an object may belong to several. */
  event: MispRecord | undefined
  /** Does it belong to that event, or is it only pointed at? */
  own: boolean
  /** The record that it stands for, or for a part of. */
  record: MispRecord | undefined
  /** Further records that it stands for, where there are several. */
  others: Set<MispRecord> | undefined
  /** Has it found a place in the event? */
  used: boolean
  /** Of a carrier its Indicator, of an Indicator its carrier. */
  partner: Member | undefined
  /** Has it found a place in any event of the bundle? */
  mapped: boolean
  /** The event in whose original it travels. */
  original: MispRecord | undefined
  /** Of a foreign Indicator the element of each alternative of its pattern. */
  alternatives: readonly MispRecord[] | undefined
}

/** What an event is read from. */
export interface Container {
  object: StixObject
  /** Was it made because the bundle has none? */
  made: boolean
  /** Further reports and groupings that become the same event. */
  further: readonly StixObject[]
}

/** The objects of one bundle by id. */
export class BundleIndex {
  readonly members = new Map<string, Member>()
  /** What came in, in its order. */
  readonly sources: StixObject[] = []
  /** Of each source its member: to look it up again takes longer than all the rest. */
  readonly #holders: Member[] = []
  /** What returns for sources that do not as they came: an Observed Data of 2.0 with its observables. */
  readonly #upgraded = new Map<number, readonly StixObject[]>()
  /** Ids of objects that several containers refer to. */
  readonly shared = new Set<string>()
  /** Has any object extensions? Where none has, there is no residue to look for. */
  isExtended = false
  /** Ids of identities that wrote something, or saw it. */
  readonly creators = new Set<string>()
  readonly resolve: Resolve = (id) => this.members.get(id)?.object

  /** Takes an object as it came in. Throws an Error that says why one of 2.0 cannot be upgraded. */
  take(source: StixObject): void {
    const upgraded = upgrade(source)
    const holder = this.add(upgraded[0] as StixObject)
    for (let at = 1; at < upgraded.length; at++) this.add(upgraded[at] as StixObject)
    if (upgraded[0] !== source && !isCurrent(source)) this.#upgraded.set(this.sources.length, upgraded)
    this.sources.push(source)
    this.#holders.push(holder)
  }

  /** The member that a source became, or one version of it. */
  holderOf(at: number): Member {
    return this.#holders[at] as Member
  }

  /** Does a source return as it came? One of 2.0 returns as its upgrade. */
  returnsAsItCame(at: number): boolean {
    return !this.#upgraded.has(at)
  }

  /** The objects that stand for a source when it returns: a 2.1 object as it came, one of 2.0 as its upgrade. */
  returnsOf(at: number): readonly StixObject[] {
    return this.#upgraded.get(at) ?? [this.sources[at] as StixObject]
  }

  /** Says that the object of an id has found a place in an event. */
  map(id: unknown): void {
    const member = this.members.get(String(id))
    if (member !== undefined) member.mapped = true
  }

  /** Adds an object; of several versions of one id the newest stays, of equal ones the last. */
  add(object: StixObject): Member {
    const known = this.members.get(object.id)
    if (known !== undefined && isLater(asText(known.object['modified']), asText(object['modified']))) return known
    const role = roleOf(object)
    if (object['extensions'] !== undefined) this.isExtended = true
    const { created_by_ref: creator, where_sighted_refs: sighters } = object
    if (typeof creator === 'string') this.creators.add(creator)
    if (Array.isArray(sighters)) for (const id of sighters) this.creators.add(String(id))
    if (known !== undefined) return Object.assign(known, { object, role })
    const member: Member = {
      object,
      role,
      event: undefined,
      own: false,
      record: undefined,
      others: undefined,
      used: false,
      partner: undefined,
      mapped: false,
      original: undefined,
      alternatives: undefined,
    }
    this.members.set(object.id, member)
    return member
  }
}

/** Is it STIX 2.1 as it stands? Observables may leave their version out. */
function isCurrent({ spec_version: version, created, type }: StixObject): boolean {
  return version === '2.1' || (created === undefined && type !== 'observed-data')
}
