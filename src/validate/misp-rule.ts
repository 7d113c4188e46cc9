import type { MispKind } from '../misp/model.ts'
import type { MispRecord } from '../misp/types.ts'
import type { RuleFacts, Speak } from './rule.ts'

/**
 * One rule about MISP records beyond their data types: what a MISP server does with them. Each has a file of its own under
 * `misp-rules/`, named by its code.
 *
 * `severity`: an error is what MISP refuses, or loses some of; a warning what it takes, but changes or ignores in something that
 * matters. `clause`: where MISP says so, a part of its core format or its code, or a measurement.
 */
export interface MispRule extends RuleFacts {
  /** The kinds of records that it is about. Absent: all. */
  readonly kinds?: readonly MispKind[]
  /** Looks at one record. */
  readonly record?: MispRecordCheck
  /** Begins to look at an event or the results of a search: what it must remember of the records lives in the check that it returns. */
  readonly open?: (speak: SpeakAt) => MispDocumentCheck
}

/**
 * Any record may come, whatever its values are: a check that needs another kind of value than it finds stays silent, because the
 * schema has spoken. Takes time linear in the record.
 */
export type MispRecordCheck = (record: MispRecord, speak: Speak, place: MispPlace) => void

/** Where the record that is being looked at stands. */
export interface MispPlace {
  readonly kind: MispKind
  /** The record that it hangs on; `undefined` for the event itself, and for what was found by a search. */
  readonly above: MispRecord | undefined
  readonly aboveKind: MispKind | undefined
  /** JSON pointer to the record. */
  path(): string
}

/** Speaks of a record that may have passed long ago. `id`: its UUID. */
export type SpeakAt = (path: string, id: string | undefined, message: string) => void

/** Looks at all records of its kinds in their order. */
export interface MispDocumentCheck {
  record?(record: MispRecord, place: MispPlace): void
  end?(): void
}
