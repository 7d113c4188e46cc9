/** How a document is held against the specification. Codes are those of rules; the numbers and groups of the OASIS validator name them too. */
export interface ValidateOptions {
  /** `errata01` (2025) or `os`, the first edition of STIX 2.1 (2021): they differ in words of vocabularies and in relationship types. */
  edition: 'errata01' | 'os'
  /** `strict`: every SHOULD counts as a MUST. `lenient`: what real data gets wrong in ways that harm nobody is a remark. */
  mode: 'strict' | 'default' | 'lenient'
  /** What the OASIS interoperability profile demands beyond the specification. */
  interop: boolean
  /** Rules that are asked although they are optional. */
  enable: readonly string[]
  /** Rules that are not asked. */
  disable: readonly string[]
}

export const DEFAULT_VALIDATE_OPTIONS: Readonly<ValidateOptions> = {
  edition: 'errata01',
  mode: 'default',
  interop: false,
  enable: [],
  disable: [],
}
