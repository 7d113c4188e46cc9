import type { TlpLevel } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'

export type { TlpLevel }
export { TLP_LEVELS } from '../stix/marking.ts'

/** For whom STIX is written; what each leaves out is a row of `PROFILES`. */
export type ProfileName = 'full' | 'portable' | 'atomic'

/** What a profile writes. Profiles are options, not code paths. */
export interface Profile {
  name: ProfileName
  /** The facts that STIX has no place for, beside each element. */
  residue: boolean
  /** The `misp:*` labels that MISP's own importer reads, and tags as labels. */
  labels: boolean
  /** `x-misp-*` objects and indicators on `x-tipbridge-*` types. */
  customTypes: boolean
  /** Local tags, elements with distribution 0, proposals, deleted elements. */
  internal: boolean
  /** Indicators with one single-value pattern each, and nothing beside them. */
  indicatorsOnly: boolean
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  full: { name: 'full', residue: true, labels: true, customTypes: true, internal: true, indicatorsOnly: false },
  portable: { name: 'portable', residue: false, labels: false, customTypes: false, internal: false, indicatorsOnly: false },
  atomic: { name: 'atomic', residue: false, labels: false, customTypes: false, internal: false, indicatorsOnly: true },
}

/** Options of a conversion in either direction. */
export interface ConvertOptions {
  /** Default `full`. */
  profile: ProfileName
  /** Elements above this level are left out before conversion. Default: none are. */
  maxTlp: TlpLevel | undefined
  /** What an element without a TLP tag counts as under `maxTlp` (`red` if not given); STIX -> MISP: the tag of an event without one. */
  defaultTlp: TlpLevel | undefined
  /** Days after which an Indicator is no longer valid, counted from its `valid_from`. Default: no end. */
  ttlDays: number | undefined
  /** STIX -> MISP: keep the original STIX objects in the event. Default true. */
  original: boolean
  /** STIX -> MISP: how events are made of what MISP did not write. */
  events: EventOptions
}

/** Finds the cluster that a domain object is (`catalogue.ts`). */
export interface ClusterSource {
  match(object: StixObject): { galaxy: MispRecord; cluster: MispRecord } | undefined
}

/** How an event is made of STIX that MISP did not write. */
export interface EventOptions {
  /** One event for all reports and groupings of a bundle, under the first of them. Default: one each. */
  single?: boolean
  /** MISP's distribution of the event, `0` (own organisation) to `4` (sharing group). Default: the server decides. */
  distribution?: string
  /** Numeric id or UUID of the sharing group, for distribution 4. */
  sharingGroup?: string
  /** Galaxy clusters as tags only (`misp-galaxy:…="…"`). */
  galaxiesAsTags?: boolean
  /** In front of the name of a report or grouping; the whole name of an event that has neither. */
  title?: string
  /** The galaxy clusters that MISP knows. Default: none, so that every domain object is a custom cluster. */
  clusters?: ClusterSource
  /** Who made it, as a tag `misp-galaxy:producer="…"`. */
  producer?: string
}

export const DEFAULT_OPTIONS: Readonly<ConvertOptions> = {
  profile: 'full',
  maxTlp: undefined,
  defaultTlp: undefined,
  ttlDays: undefined,
  original: true,
  events: {},
}
