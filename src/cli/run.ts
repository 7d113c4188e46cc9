import type { ConvertOptions } from '../convert/profile.ts'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { ACCEPTED } from '../document/detect.ts'
import type { Document, Records } from '../document/document.ts'
import { InputError } from '../document/input-error.ts'
import type { Input } from '../document/inputs.ts'
import { readDocuments } from '../document/read.ts'
import type { ByteSource } from '../document/source.ts'
import type { Layout } from '../document/write.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { Destination } from './destination.ts'
import type { Gates } from './gate.ts'
import type { Findings } from './findings.ts'
import type { Progress } from './progress.ts'
import type { Tally } from './tally.ts'

/** What one conversion works with. */
export interface Run {
  inputs: readonly Input[]
  /** The first document, when it is all that there is: it need not be looked for again. */
  only: InputDocument | undefined
  mappings: Mappings
  options: Partial<ConvertOptions>
  layout: Layout
  /** One bundle or event a line. */
  isLines: boolean
  /** What looks at what is read and written. */
  gates: Gates
  destination: Destination
  findings: Findings
  tally: Tally
  progress: Progress
  log: (message: string) => void
}

/** A document, and the input that it is from. */
export interface InputDocument {
  input: Input
  document: Document
  /** The bytes of the input. */
  source: ByteSource
}

/** All documents of all inputs, one after another. An input that cannot be read goes to `unreadable`, and the rest goes on. */
export async function* documentsOf(
  inputs: readonly Input[],
  report: (input: string, diagnostic: Diagnostic) => void,
  unreadable: (input: Input, error: InputError) => void,
): AsyncGenerator<InputDocument> {
  for (const input of inputs) {
    try {
      const source = await input.open()
      try {
        const documents = readDocuments(source, { lines: input.lines, report: (diagnostic) => report(input.name, diagnostic) })
        for await (const document of documents) yield { input, document, source }
      } finally {
        source.close()
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      unreadable(input, error)
    }
  }
}

/** The documents of a run, with all that cannot be read among its findings. */
export async function* runDocuments(run: Run): AsyncGenerator<InputDocument> {
  const documents = documentsOf(
    run.inputs,
    (input, diagnostic) => run.findings.add(input, diagnostic),
    (input, error) => run.findings.add(input.name, unreadableDiagnostic(input, error)),
  )
  for await (const item of run.only === undefined ? documents : [run.only]) {
    const { kind, place } = item.document
    run.log(`${item.input.name}: ${kind}${'wrapper' in item.document ? ` (${item.document.wrapper})` : ''} on line ${place.line}`)
    yield item
  }
}

/** Other JSON that lies in a directory is no fault of the user's; a file that was named is meant. */
export function unreadableDiagnostic({ found }: Pick<Input, 'found'>, { code, input, message }: InputError): Diagnostic {
  const text = message.replace(`${input}: `, '')
  if (!found || code !== 'not-recognised') return { code, severity: 'error', message: text }
  return { code, severity: 'warning', message: text.replace(`. ${ACCEPTED}`, ' (passed over)') }
}

/**
 * Passes the records of a list on; of those that cannot be read `skip` hears, and the findings. `text` gives that of a record, if it is
 * UTF-8, until the next one comes.
 */
export async function feed(
  run: Run,
  { input, document }: InputDocument,
  list: 'attributes' | 'objects',
  take: (record: unknown, text: () => Uint8Array | undefined) => void,
  skip: () => void = () => {},
): Promise<number> {
  const open = (document as Partial<Record<typeof list, () => Records>>)[list]
  if (open === undefined) return 0
  let count = 0
  for await (const { records, bytes, spans, isUtf8 } of open()) {
    for (const [at, record] of records.entries()) {
      if ('value' in record) take(record.value, () => (isUtf8 ? bytes.subarray(spans[2 * at], spans[2 * at + 1]) : undefined))
      else {
        skip()
        run.findings.add(input.name, record.diagnostic)
      }
    }
    count += records.length
    run.progress.show(input.name, count)
  }
  return count
}
