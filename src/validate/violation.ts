/** How much a violation matters: a MUST is broken, a SHOULD is not kept, or a remark. */
export type Severity = 'error' | 'warning' | 'information'

/** One way in which a document breaks a rule. Written for a person who has not read the specification. */
export interface Violation {
  /** The rule that speaks: stable, lower-case with hyphens. */
  code: string
  severity: Severity
  /** What is wrong, with the value that is, and what is allowed instead. */
  message: string
  /** JSON pointer into the object (into the bundle, where `index` is absent); empty: the object itself. */
  path: string
  /** Number of the object in the document, from 0. Absent: the bundle itself. */
  index?: number
  /** Id of the object, where it has one. */
  id?: string
  /** Section of the specification that the rule rests on. */
  clause: string
  /** What to do about it. */
  advice: string
}
