import type { StixObject } from '../stix/types.ts'
import type { CustomVisitor } from './custom-content.ts'
import type { ValidateOptions } from './options.ts'
import type { SeenObjects } from './seen-objects.ts'
import type { Severity } from './violation.ts'

/** What every rule says of itself, whatever it is about. */
export interface RuleFacts {
  /** Stable, lower-case with hyphens. */
  readonly code: string
  readonly severity: Severity
  /** What it is to those who read data of the real world (`--mode lenient`). Absent: the same. */
  readonly lenient?: Severity | 'off'
  /** Where it is said. */
  readonly clause: string
  /** The rule in one sentence, for the list of rules. */
  readonly about: string
  /** What to do about a violation, in one sentence. */
  readonly advice: string
  /** Asked only when it is named (`--enable`, `--strict-types` and the like). */
  readonly optional?: true
}

/**
 * One rule of the specification beyond its data types. Each has a file of its own under `rules/`, named by its code; a family of
 * rules of one shape (vocabularies, lists of IANA) shares one. Where the OASIS validator has a name for the same check, that is the code.
 *
 * `severity`: an error is a MUST, a warning a SHOULD, information neither, but worth a look. `clause`: the section of STIX 2.1,
 * Errata 01; of another text, its name and section.
 */
export interface Rule extends RuleFacts {
  /** What the OASIS validator calls it: its number. */
  readonly alias?: string
  /** The object types that it is about; `''` stands for all custom ones. Absent: every object. */
  readonly types?: readonly string[]
  /** Looks at one object. */
  readonly object?: ObjectCheck
  /** Looks at one step into what the specification leaves to its authors (`custom-content.ts`): it is walked once for all rules. */
  readonly custom?: CustomCheck
  /**
   * Begins to look at a document: what it must remember of the objects lives in the check that it returns. `seen` remembers all ids, for
   * all rules; the object that is being looked at is among them.
   */
  readonly open?: (speak: SpeakOf, options: ValidateOptions, seen: SeenObjects) => DocumentCheck
}

/**
 * Any record may come, whatever its values are: a check that needs another kind of value than it finds stays silent, because the
 * schema has spoken. Takes time linear in the object.
 */
export type ObjectCheck = (object: StixObject, speak: Speak, options: ValidateOptions) => void

/** Sees keys and values of custom properties, of dictionaries, of extensions; the same holds as for `ObjectCheck`. */
export type CustomCheck = (speak: Speak, ...step: Parameters<CustomVisitor>) => void

/** `path`: JSON pointer into the object (`pointer.ts` escapes keys). `message`: what is wrong, and what is allowed. */
export type Speak = (path: string, message: string) => void

/** The same for an object that may have passed long ago. `index` -1: the bundle itself. */
export type SpeakOf = (index: number, id: string | undefined, path: string, message: string) => void

/** Looks at all objects of a document in their order, holding as little of them as it can: documents may hold millions. */
export interface DocumentCheck {
  object(object: StixObject, index: number): void
  end?(): void
}
