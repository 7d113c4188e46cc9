import type { TlpLevel } from '../stix/marking.ts'

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
  /** What an element without a TLP tag counts as under `maxTlp`. Default `red`. */
  defaultTlp: TlpLevel
  /** Days after which an Indicator is no longer valid, counted from its `valid_from`. Default: no end. */
  ttlDays: number | undefined
  /** STIX -> MISP: keep the original STIX object in the event. Default true. */
  original: boolean
}

export const DEFAULT_OPTIONS: Readonly<ConvertOptions> = {
  profile: 'full',
  maxTlp: undefined,
  defaultTlp: 'red',
  ttlDays: undefined,
  original: true,
}
