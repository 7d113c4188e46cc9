import { deflateRaw } from 'node:zlib'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { openEvents, type MispContent } from '../convert/bundle-to-event.ts'
import type { DeflateMeanwhile } from '../convert/original/gzip-writer.ts'
import { breatheIfDue } from '../document/breath.ts'
import { repeatsKey } from '../document/hidden-faults.ts'
import { EventStore } from './event-store.ts'
import { feed, runDocuments, type InputDocument, type Run } from './run.ts'
import { mixture } from './survey.ts'
import { eventTwice } from './to-stix.ts'

/** Converts STIX to MISP. Nothing is written before all of it has been read: only then it is known what counts. */
export async function convertToMisp(run: Run): Promise<void> {
  const store = new EventStore(run.layout, { named: run.destination.isDirectory, single: run.only !== undefined })
  try {
    for await (const item of runDocuments(run)) {
      run.tally.documents++
      if (item.document.kind === 'empty') continue
      if (item.document.kind !== 'stix') throw mixture('stix', item)
      take(run, store, item, await contentOf(run, item))
    }
    run.tally.events += store.events
    await write(run, store)
  } finally {
    store.discard()
  }
}

async function contentOf(run: Run, item: InputDocument): Promise<MispContent> {
  const facts = item.document.kind === 'stix' ? item.document.facts : {}
  if (facts['more'] === true) run.findings.add(item.input.name, MORE_PAGES)
  const report = (diagnostic: Diagnostic): void => run.findings.add(item.input.name, diagnostic)
  const conversion = openEvents(run.mappings, run.options, facts, report, deflateMeanwhile)
  const gate = run.gates.stixInput(report)
  const pass = (record: unknown, text: () => Uint8Array | undefined): void => {
    gate.object(record)
    run.tally.countStix((record as { type?: unknown } | null)?.type)
    conversion.object(record, () => unambiguous(text(), record))
  }
  await feed(run, item, 'objects', pass, () => gate.skip())
  gate.end()
  return conversion.end()
}

/** The text of a record, unless other readers may take it for another one. */
function unambiguous(text: Uint8Array | undefined, record: unknown): Uint8Array | undefined {
  return text === undefined || repeatsKey(text, record) ? undefined : text
}

/** Packs in a thread of Node's pool. What fails there is packed again, and then it is known why. */
const deflateMeanwhile: DeflateMeanwhile = (bytes, options, done) =>
  deflateRaw(bytes, options, (error, packed) => {
    if (error === null) done(packed)
  })

const MORE_PAGES = {
  code: 'more-pages',
  severity: 'warning',
  message: 'the TAXII envelope says that there are more pages; only this one is converted',
} as const

function take(run: Run, store: EventStore, { input }: InputDocument, { events, search }: MispContent): void {
  for (const event of events) {
    run.gates.mispOutput(event, (diagnostic) => run.findings.add(input.name, diagnostic))
    run.tally.attributes += event.Attribute?.length ?? 0
    run.tally.objects += event.Object?.length ?? 0
    if (store.add(event)) run.findings.add(input.name, eventTwice(String(event['uuid'])))
  }
  if (search === undefined) return
  run.tally.attributes += search.Attribute.length
  run.tally.objects += search.Object.length
  store.addSearch(search)
}

async function write(run: Run, store: EventStore): Promise<void> {
  if (run.destination.isDirectory) return store.writeEach(run.destination)
  const file = run.destination.open('')
  try {
    store.write(file)
    await breatheIfDue() // Ctrl-C may have waited
    file.commit()
  } catch (error) {
    file.discard()
    throw error
  }
}
