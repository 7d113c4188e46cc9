import type { Diagnostic } from '../convert/diagnostic.ts'
import { eventUuid } from '../convert/event-to-bundle.ts'
import { familyOf } from '../document/document.ts'
import type { InputError } from '../document/input-error.ts'
import type { Input } from '../document/inputs.ts'
import { EventLedger } from './event-ledger.ts'
import { documentsOf, type InputDocument } from './run.ts'
import { UsageError } from './usage-error.ts'

/** What is known of the inputs before anything is converted. */
export interface Survey {
  /** What the inputs speak; `undefined` where they are empty lists or cannot be read. */
  family: 'misp' | 'stix' | undefined
  /** At least one document was found. */
  isReadable: boolean
  /** The first document, when there is no other; and what was found on the way to it. */
  only: InputDocument | undefined
  found: { input: string; diagnostic: Diagnostic }[]
  unreadable: { input: Input; error: InputError }[]
  /** Which of several equal MISP events count. */
  ledger: EventLedger | undefined
}

/**
 * A first pass over the inputs, over facts only. It ends early where that is enough:
 * at the only document, and at the first STIX, which is not written before all of it has been read.
 *
 * @throws UsageError for MISP and STIX in one run
 */
export async function survey(inputs: readonly Input[]): Promise<Survey> {
  const result: Survey = { family: undefined, isReadable: false, only: undefined, found: [], unreadable: [], ledger: undefined }
  const report = (input: string, diagnostic: Diagnostic) => {
    if (!result.isReadable) result.found.push({ input, diagnostic })
  }
  const documents = documentsOf(inputs, report, (input, error) => result.unreadable.push({ input, error }))
  const ledger = new EventLedger()
  // Without for…of, which would close the source of the only document
  for (let next = await documents.next(); next.done !== true; next = await documents.next()) {
    const { document } = next.value
    const family = familyOf(document)
    if (family !== undefined && result.family !== undefined && family !== result.family) throw mixture(result.family, next.value)
    result.isReadable = true
    result.family ??= family
    if (inputs.length === 1 && document.alone) return { ...result, only: next.value }
    if (family === 'stix') break
    if (document.kind === 'event') ledger.add(eventUuid(document.facts), document.facts['timestamp'])
  }
  await documents.return(undefined)
  return { ...result, found: [], ledger: ledger.losers.size > 0 ? ledger : undefined }
}

export function mixture(family: 'misp' | 'stix', { input, document }: InputDocument): UsageError {
  const names = { misp: 'MISP', stix: 'STIX' }
  const [before, here] = [names[family], names[familyOf(document) ?? family]]
  return new UsageError(`${input.name} holds ${here}, the input before it ${before}: one run converts in one direction`)
}
