/** The mapping tables as they stand in YAML (docs/adding-a-mapping.md), merged into one document. */
export interface Tables {
  /** Category -> the types that an attribute of it may have. */
  categories: Readonly<Record<string, readonly string[]>>
  types: Readonly<Record<string, TypeFacts>>
  /** Canonical pattern path -> further spellings seen in the wild. */
  'path-aliases': Readonly<Record<string, readonly string[]>>
  attributes: Readonly<Record<string, RawRow>>
  objects: Readonly<Record<string, RawRow>>
  galaxies: Readonly<Record<string, RawRow>>
  envelope: Readonly<Record<string, RawRow>>
}

/** What MISP itself says of an attribute type. */
export interface TypeFacts {
  category: string
  to_ids: boolean
}

/** A slot or relation, several of which the first present one counts, or one with a codec of its own. */
export type RawBind = string | readonly string[] | { from: string | readonly string[]; codec?: string; [option: string]: unknown }

/** One row as written. Which keys a row may have is decided by `schemas/mapping/`. */
export interface RawRow {
  sco?: string
  sdo?: string
  rule?: string
  generic?: boolean
  'pattern-only'?: boolean | string
  object?: string
  uuid?: string
  /** Of the template: what objects that are made by it have as `template_version`. */
  version?: number
  'meta-category'?: string
  relations?: Readonly<Record<string, string>>
  /** Relation -> category, where the template prefers another one than the attribute type. */
  categories?: Readonly<Record<string, string>>
  'rule-relation'?: string
  slots?: readonly string[]
  split?: 'first' | 'last'
  bind?: Readonly<Record<string, RawBind>>
  /** Prefix of every path of the row. */
  base?: string
  const?: Readonly<Record<string, unknown>>
  /** Paths of `const` that belong to the meaning. */
  match?: readonly string[]
  derive?: Readonly<Record<string, string>>
  refs?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  pattern?: Readonly<Record<string, string | false>>
  aliases?: Readonly<Record<string, readonly string[]>>
  /** Path -> relation without a place of its own that others put there: for reading only. */
  'read-from'?: Readonly<Record<string, string>>
  atomic?: { sco: string; bind: Readonly<Record<string, string>> } | false
  require?: readonly string[]
  when?: Readonly<Record<string, string>>
  variants?: readonly RawRow[]
  payload?: readonly string[]
  'embedded-in'?: string
  like?: string
  decode?: boolean
  example?: unknown
  /** galaxies: the galaxy types that this row is for. */
  types?: readonly string[]
  label?: string
  [key: string]: unknown
}
