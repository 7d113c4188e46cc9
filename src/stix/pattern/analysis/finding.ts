import type { Span } from '../ast.ts'

export type FindingCode =
  | 'and-over-types'
  | 'constant-type'
  | 'empty-set'
  | 'hash-name'
  | 'hash-value'
  | 'index-without-list'
  | 'integer-range'
  | 'invalid-regex'
  | 'invalid-subnet'
  | 'list-without-index'
  | 'mixed-set'
  | 'name-form'
  | 'not-an-observable'
  | 'stop-not-after-start'
  | 'subnet-path'
  | 'unknown-property'
  | 'unsupported-regex'

/** What is wrong with a pattern that reads well, or what is surely not meant. */
export interface Finding {
  readonly code: FindingCode
  /** `error`: the pattern breaks a MUST of the specification. `warning`: it breaks a SHOULD, or cannot do what it says. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Where: what stands there is what the message speaks of. */
  readonly span: Span
  /** The section of STIX 2.1 that it rests on. */
  readonly clause: string
}
