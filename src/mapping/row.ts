import type { Bind, Demand, Walk } from './binding.ts'
import type { Codec } from './codec.ts'
import type { Derivation } from './derive.ts'
import type { Step } from './path.ts'
import type { RawRow } from './table.ts'

export { compileRow } from './compile-row.ts'
export { isComplete } from './complete.ts'
export { joinSlots, readRow, readsType } from './read-row.ts'
export { splitValue, writeRow } from './write-row.ts'
export type { Fill } from './takers.ts'

/** What the native form of a row is. `pattern-only`: it has a place in patterns, but no legal object of its own. */
export type Form = 'sco' | 'sdo' | 'rule' | 'generic' | 'pattern-only'

/** A compiled row: one declaration, from which every direction is read. */
export interface Row {
  name: string
  form: Form
  /** The STIX type of the main object (`ip`: settled by the value); of a rule its pattern_type. */
  type: string
  /** The STIX type of the object that the binds are read from: of a rule the Indicator. */
  objectType: string
  /** The first steps of all paths, where a row writes into the object of another. */
  base: readonly Step[]
  slots: readonly string[]
  splitFirst: boolean
  binds: readonly Bind[]
  /** Pattern path with type, any index -> the binds that it may spell; none: a constant, which says nothing. */
  spellings: ReadonlyMap<string, readonly Bind[]>
  /** Pattern path with type, any index -> the relation without a place of its own that others put there. */
  readFrom: ReadonlyMap<string, string>
  /** Further spellings of a bind in objects of a type, read when its own place is empty. */
  respelled: ReadonlyMap<Bind, readonly { type: string; bind: Bind }[]>
  /** What the row writes by itself. */
  fixed: readonly Fixed[]
  /** Those of them that only stand in for what a relation says. */
  defaults: readonly Fixed[]
  /** What a value needs beside it; binds without an entry need nothing. */
  needs: ReadonlyMap<Bind, readonly Need[]>
  /** Times of which the second must not lie before the first. */
  ordered: readonly (readonly [Bind, Bind])[]
  /** Binds that share the entries of a list by position -> the number of the first of them. */
  groups: ReadonlyMap<Bind, number>
  /** What the finished object must have: of each inner list at least one property. */
  required: readonly (readonly string[])[]
  /** Relations of the template -> attribute type. Empty for attribute rows. */
  relations: ReadonlyMap<string, string>
  /** `x_misp_<relation>` in the folded spelling of misp-stix -> relation. */
  customNames: ReadonlyMap<string, string>
  when: readonly [string, string][]
  /** What `when` says stands in no place: these binds stand for it in readings. */
  implied: readonly { bind: Bind; value: string }[]
  decode: boolean
  atomic: Row | undefined
  raw: RawRow
}

/** A value that a row writes by itself. */
export interface Fixed {
  path: string
  walk: readonly Walk[]
  codec: Codec | undefined
  value: unknown
  derive: Derivation | undefined
  /** Of a default the binds on its place: where one of them is filled it is not written, and what equals it is not read back. */
  instead: readonly Bind[]
  /** Does it belong to the meaning: demanded of a foreign object? */
  match: boolean
  /** Does it stand in the pattern? What belongs to the meaning does, unless `pattern` says otherwise. */
  detect: boolean
}

/** Something that a value needs beside it: one of `partners` filled, `each`: at the same position. */
export interface Need extends Demand {
  partners: readonly Bind[]
  each: boolean
}
