/**
 * The syntax tree of a STIX pattern (STIX 2.1, section 9).
 *
 * - Every node has a `kind` to switch on and a `span`; a tree that was built and not parsed has `UNPLACED` spans.
 * - `and`, `or` and `followed-by` are n-ary: `a AND b AND c` is one node with three `operands` (always two or more).
 * - There is no node for parentheses. Where they change the grouping, the nesting tells: `(a AND b) AND c` is an
 *   `and` inside an `and`, and prints with its parentheses. Where they change nothing (`(a) OR (b AND c)`) they are
 *   dropped, though the span of what they enclosed takes them in, so that the text of any span stands on its own.
 * - The tree is always STIX 2.1; `==` reads as `=`, `<>` as `!=`, and STIX 2.0's forms as their 2.1 equals.
 *
 * Hence `parsePattern(printPattern(tree))` equals `tree` apart from spans.
 */

/** Where a node stands in the text it was parsed from: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The span of every node that was built and not parsed. */
export const UNPLACED: Span = Object.freeze({ start: -1, end: -1 })

/** A whole pattern: one observation expression. */
export type Pattern = ObservationExpression

export type ObservationExpression = Observation | ObservationAnd | ObservationOr | FollowedBy | Qualified

/** `[…]`: comparisons that one observed object must satisfy. */
export interface Observation {
  readonly kind: 'observation'
  readonly expression: ComparisonExpression
  readonly span: Span
}

export interface ObservationAnd {
  readonly kind: 'and'
  readonly operands: readonly ObservationExpression[]
  readonly span: Span
}

export interface ObservationOr {
  readonly kind: 'or'
  readonly operands: readonly ObservationExpression[]
  readonly span: Span
}

export interface FollowedBy {
  readonly kind: 'followed-by'
  readonly operands: readonly ObservationExpression[]
  readonly span: Span
}

/** An expression with its qualifiers in written order: one or more, each kind once (section 9.5.1). */
export interface Qualified {
  readonly kind: 'qualified'
  readonly expression: ObservationExpression
  readonly qualifiers: readonly Qualifier[]
  readonly span: Span
}

export type Qualifier = Within | Repeats | StartStop

/** `WITHIN n SECONDS`; `seconds` is above zero. */
export interface Within {
  readonly kind: 'within'
  readonly seconds: NumberLiteral
  readonly span: Span
}

/** `REPEATS n TIMES`; `times` is above zero. */
export interface Repeats {
  readonly kind: 'repeats'
  readonly times: number
  readonly span: Span
}

/** `START t'…' STOP t'…'`: from `start` inclusive to `stop` exclusive. */
export interface StartStop {
  readonly kind: 'start-stop'
  readonly start: TimestampLiteral
  readonly stop: TimestampLiteral
  readonly span: Span
}

export type ComparisonExpression = Comparison | Exists | ComparisonAnd | ComparisonOr

export interface ComparisonAnd {
  readonly kind: 'and'
  readonly operands: readonly ComparisonExpression[]
  readonly span: Span
}

export interface ComparisonOr {
  readonly kind: 'or'
  readonly operands: readonly ComparisonExpression[]
  readonly span: Span
}

/** `EXISTS path`, `NOT EXISTS path`. */
export interface Exists {
  readonly kind: 'exists'
  readonly path: Path
  readonly negated: boolean
  readonly span: Span
}

/** `path operator literal`; `negated` is the NOT before the operator. The operator tells which literals may stand. */
export type Comparison = EqualityComparison | OrderComparison | StringComparison | SetComparison

export type EqualityOperator = '=' | '!='
export type OrderOperator = '<' | '<=' | '>' | '>='
export type StringOperator = 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET'

export interface EqualityComparison {
  readonly kind: 'comparison'
  readonly path: Path
  readonly operator: EqualityOperator
  readonly negated: boolean
  readonly value: Literal
  readonly span: Span
}

export interface OrderComparison {
  readonly kind: 'comparison'
  readonly path: Path
  readonly operator: OrderOperator
  readonly negated: boolean
  readonly value: OrderableLiteral
  readonly span: Span
}

export interface StringComparison {
  readonly kind: 'comparison'
  readonly path: Path
  readonly operator: StringOperator
  readonly negated: boolean
  readonly value: StringLiteral
  readonly span: Span
}

/** `path IN (…)`. The set may be empty, and may mix types, which section 9.6.1 forbids and the grammar reads. */
export interface SetComparison {
  readonly kind: 'comparison'
  readonly path: Path
  readonly operator: 'IN'
  readonly negated: boolean
  readonly values: readonly Literal[]
  readonly span: Span
}

/** `type:property.property[0][*]`. The first step is a property. */
export interface Path {
  readonly type: string
  readonly steps: readonly Step[]
  readonly span: Span
}

export type Step = PropertyStep | IndexStep | AnyStep

export interface PropertyStep {
  readonly kind: 'property'
  /** Without quotes or escapes. */
  readonly name: string
  readonly span: Span
}

export interface IndexStep {
  readonly kind: 'index'
  readonly index: number
  readonly span: Span
}

/** `[*]` */
export interface AnyStep {
  readonly kind: 'any'
  readonly span: Span
}

export type Literal = OrderableLiteral | BooleanLiteral
export type OrderableLiteral = StringLiteral | NumberLiteral | HexLiteral | BinaryLiteral | TimestampLiteral
export type NumberLiteral = IntegerLiteral | FloatLiteral

export interface StringLiteral {
  readonly kind: 'string'
  /** Without quotes or escapes. */
  readonly value: string
  readonly span: Span
}

export interface IntegerLiteral {
  readonly kind: 'integer'
  /** A bigint when, and only when, it is not a safe integer. */
  readonly value: number | bigint
  readonly span: Span
}

export interface FloatLiteral {
  readonly kind: 'float'
  readonly value: number
  /** As written, without a plus sign: `7.0` stays `7.0`. */
  readonly text: string
  readonly span: Span
}

export interface BooleanLiteral {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

/** `h'…'` */
export interface HexLiteral {
  readonly kind: 'hex'
  /** The digits as written, in their case. */
  readonly value: string
  readonly span: Span
}

/** `b'…'` */
export interface BinaryLiteral {
  readonly kind: 'binary'
  /** The base64 text as written, with its line feeds. */
  readonly value: string
  readonly span: Span
}

/** `t'…'` */
export interface TimestampLiteral {
  readonly kind: 'timestamp'
  /** As written, in its precision. */
  readonly value: string
  readonly span: Span
}
