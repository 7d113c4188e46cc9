import type { Diagnostic } from '../convert/diagnostic.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Span } from './locate.ts'

/** Where a document stands in its input. */
export interface Place {
  /** The file, or `standard input`. */
  input: string
  /** JSON pointer to the document; in NDJSON it begins with the number of the value. */
  pointer: string
  /** Line on which it begins, from 1. */
  line: number
}

/** A record as it came (its type is not checked), or why it could not be read. */
export type RecordEntry = { value: unknown } | { diagnostic: Diagnostic }

/** Some records of a list, so that waiting is paid once for many. */
export interface RecordBatch {
  /** Number of the first of these records in its list. */
  index: number
  records: RecordEntry[]
  /** Their text, good until the next batch is asked for; empty where it was too large to be read. */
  bytes: Uint8Array
  /** Is the text UTF-8, so that it says no other than the records do? */
  isUtf8: boolean
  /** Start and end of each record in `bytes`. */
  spans: readonly number[]
  /** Where `bytes` begins in the input. */
  offset: number
}

export type Records = AsyncIterable<RecordBatch>

/** Where the text of a document stands in its input. */
export interface DocumentText {
  /** The text of all but the long lists; absent where there is nothing else. */
  facts?: FactsText
  /** Where a record of a list stands. */
  recordAt(list: 'attributes' | 'objects', index: number): Span | undefined
  /** JSON pointer from the text of a record to the record in it: `/Attribute`, or nothing. */
  recordPrefix: string
}

export interface FactsText {
  bytes(): Uint8Array
  /** JSON pointer from the text to the document in it: `/Event`, or nothing. */
  prefix: string
  /** Offset in the input of a byte of the text. */
  offsetOf(at: number): number
}

/** One unit of work. Its records may be read once or often, as long as the source is open. */
export type Document = EventDocument | AttributesDocument | ObjectsDocument | StixDocument | EmptyDocument

interface AnyDocument {
  place: Place
  /** Nothing but this document is in its input. */
  alone: boolean
  /** Where it stands, for those who point at places in it. */
  text: DocumentText
}

/** A MISP event. */
export interface EventDocument extends AnyDocument {
  kind: 'event'
  /** `response`: in a list of search results. `Event`: in its own wrapper. `bare`: without any. */
  wrapper: 'response' | 'Event' | 'bare'
  /** The event; its `Attribute` and `Object` lists are there when it has them, but empty. */
  facts: MispRecord
  attributes(): Records
  objects(): Records
}

/** Attributes without their event, as a search returns them. */
export interface AttributesDocument extends AnyDocument {
  kind: 'attributes'
  wrapper: ListWrapper
  attributes(): Records
}

/** Objects without their event, as a search returns them. */
export interface ObjectsDocument extends AnyDocument {
  kind: 'objects'
  wrapper: ListWrapper
  objects(): Records
}

/** `response`: inside of `{ "response": … }`. `list`: an array or lines. `single`: one record. `bare`: `{ "Attribute": [ … ] }`. */
export type ListWrapper = 'response' | 'list' | 'single' | 'bare'

/** A STIX bundle, TAXII envelope, list of objects or single object. */
export interface StixDocument extends AnyDocument {
  kind: 'stix'
  wrapper: 'bundle' | 'envelope' | 'list' | 'single'
  /** The bundle or envelope, `objects` being there and empty; `{}` where there is none. */
  facts: Record<string, unknown>
  objects(): Records
}

/** An empty list: legal, and nothing to convert. `{ "response": [] }` is MISP's, `[]` could be anybody's. */
export interface EmptyDocument extends AnyDocument {
  kind: 'empty'
  family: 'misp' | undefined
}

/** What a document speaks. */
export function familyOf(document: Document): 'misp' | 'stix' | undefined {
  switch (document.kind) {
    case 'event':
    case 'attributes':
    case 'objects':
      return 'misp'
    case 'stix':
      return 'stix'
    case 'empty':
  }
  return document.family
}
