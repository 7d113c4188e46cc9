import { eventUuid, openBundle, type BundleConversion } from '../convert/event-to-bundle.ts'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { breatheIfDue } from '../document/breath.ts'
import type { OutputFile } from '../document/output-file.ts'
import { writeBundle } from '../document/write.ts'
import type { EventLedger } from './event-ledger.ts'
import { Findings } from './findings.ts'
import { feed, runDocuments, type InputDocument, type Run } from './run.ts'

/** Converts MISP to STIX: all events into one bundle, or each into its own. `ledger`: which of equal events count. */
export async function convertToStix(run: Run, ledger: EventLedger | undefined): Promise<void> {
  if (run.destination.isDirectory) await writeFiles(run, ledger)
  else await writeOne(run, ledger)
}

async function writeOne(run: Run, ledger: EventLedger | undefined): Promise<void> {
  const file = run.destination.open('')
  try {
    if (run.isLines) {
      for await (const item of winners(run, ledger)) await writeWhole(run, item, file)
    } else {
      const bundle = startBundle(run, file)
      for await (const item of winners(run, ledger)) await convert(run, bundle.of(item), item)
      bundle.end()
    }
    file.commit()
  } catch (error) {
    file.discard()
    throw error
  }
}

async function writeFiles(run: Run, ledger: EventLedger | undefined): Promise<void> {
  let searches = 0
  for await (const item of winners(run, ledger)) {
    const { document } = item
    const file = run.destination.open(document.kind === 'event' ? eventUuid(document.facts) : `search ${++searches}`)
    try {
      await writeWhole(run, item, file)
      file.commit()
    } catch (error) {
      file.discard()
      throw error
    }
  }
}

async function writeWhole(run: Run, item: InputDocument, file: OutputFile): Promise<void> {
  const bundle = startBundle(run, file)
  await convert(run, bundle.of(item), item)
  bundle.end()
}

/** A bundle on its way to a file; `of` says from which input its next events are. */
function startBundle(run: Run, file: OutputFile) {
  const writer = writeBundle(
    (text) => file.write(text),
    run.layout,
    (bytes) => file.bytes(bytes),
  )
  // What returns as text is as valid as it came
  const lines = run.gates.level === 'full' ? undefined : writer.lines
  let input = ''
  const report = (diagnostic: Diagnostic): void => run.findings.add(input, diagnostic)
  const gate = run.gates.stixOutput(report)
  const conversion = openBundle(
    run.mappings,
    run.options,
    (object) => {
      run.tally.countStix(object.type)
      gate.object(object)
      writer.object(object)
    },
    report,
    lines &&
      ((text, types) => {
        for (const [type, count] of types) run.tally.countStix(type, count)
        lines(text)
      }),
  )
  return {
    of(item: InputDocument): BundleConversion {
      input = item.input.name
      return conversion
    },
    end() {
      writer.end(conversion.end())
      gate.end()
    },
  }
}

async function convert(run: Run, bundle: BundleConversion, item: InputDocument): Promise<void> {
  const { document } = item
  const event = document.kind === 'event' ? bundle.event(document.facts, true) : bundle.search()
  if (document.kind === 'event') run.tally.events++
  const facts = document.kind === 'event' ? document.facts : undefined
  const gate = run.gates.mispInput(facts, (diagnostic) => run.findings.add(item.input.name, diagnostic))
  const takeObject = (record: unknown): void => {
    gate.object(record)
    event.object(record)
  }
  const takeAttribute = (record: unknown): void => {
    gate.attribute(record)
    event.attribute(record)
  }
  run.tally.objects += await feed(run, item, 'objects', takeObject, () => gate.skip('object'))
  run.tally.attributes += await feed(run, item, 'attributes', takeAttribute, () => gate.skip('attribute'))
  gate.end()
  if (!event.end()) {
    // Records that cannot be read were reported the first time
    const quietly = { ...run, findings: new Findings(() => {}) }
    await feed(quietly, item, 'objects', (record) => event.object(record))
    await feed(quietly, item, 'attributes', (record) => event.attribute(record))
    event.end()
  }
  await breatheIfDue() // an event that was edited takes long, and Ctrl-C may have waited
}

/** The documents that count; of an event that occurs twice the other is named. */
async function* winners(run: Run, ledger: EventLedger | undefined): AsyncGenerator<InputDocument> {
  let number = 0
  for await (const item of runDocuments(run)) {
    run.tally.documents++
    const { document } = item
    if (document.kind === 'empty') continue
    const isLoser = document.kind === 'event' && ledger?.losers.has(number++) === true
    if (document.kind !== 'event' || !isLoser) yield item
    else run.findings.add(item.input.name, eventTwice(eventUuid(document.facts)))
  }
}

export function eventTwice(uuid: string) {
  const message =
    'the event occurs more than once in this run; the newest counts, of equally new ones the last, and the other is left out'
  return { code: 'event-twice', severity: 'error', message, event: uuid } as const
}
