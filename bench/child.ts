import { readFileSync, writeFileSync } from 'node:fs'
import type { run } from '../src/cli/program.ts'
import type { processTerminal } from '../src/cli/terminal.ts'
import type { Records } from '../src/document/document.ts'
import { openOutputFile } from '../src/document/output-file.ts'
import { readDocuments } from '../src/document/read.ts'
import { openFile } from '../src/document/source.ts'
import type { Files, Task, Timing } from './measure.ts'

/** One measured piece of work in a process of its own; `measure.ts` starts it and reads the answer. */
process.stdout.write(`${JSON.stringify(await perform(JSON.parse(process.argv[2]!) as Task))}\n`)

function perform(task: Task): Promise<Timing> {
  switch (task.name) {
    case 'convert':
      return convert(task.argv)
    case 'bound':
      return bound(task)
    case 'whole':
      return whole(task)
    case 'count':
  }
  return count(task.input)
}

/** The command line as it is shipped, without the start of Node. */
async function convert(argv: readonly string[]): Promise<Timing> {
  const program = (await import(new URL('../dist/cli/program.js', import.meta.url).href)) as { run: typeof run }
  const terminal = (await import(new URL('../dist/cli/terminal.js', import.meta.url).href)) as {
    processTerminal: typeof processTerminal
  }
  const start = performance.now()
  const code = await program.run(argv, terminal.processTerminal())
  const seconds = secondsSince(start)
  if (code > 1) throw new Error(`tipbridge ${argv.join(' ')} ended with exit code ${code}`)
  return { seconds }
}

/** Every conversion has to do at least this: split and parse each record of the input, stringify each of the output and write it. */
async function bound({ input, output, sink }: Files): Promise<Timing> {
  const start = performance.now()
  const batches = recordsOf(input)
  while ((await batches.next()).done !== true);
  const reading = secondsSince(start)
  let writing = 0
  const file = openOutputFile(sink)
  for await (const { records } of recordsOf(output)) {
    // Only what was parsed anew can be stringified; the parsing does not count
    const begin = performance.now()
    for (const record of records) file.write(`${JSON.stringify(record)}\n`)
    writing += secondsSince(begin)
  }
  const begin = performance.now()
  file.commit()
  return { seconds: reading + writing + secondsSince(begin), parts: { reading, writing } }
}

/** What most converters do: parse the document as a whole, and stringify the other as a whole. */
async function whole({ input, output, sink }: Files): Promise<Timing> {
  const start = performance.now()
  JSON.parse(readFileSync(input, 'utf8'))
  const reading = secondsSince(start)
  const document: unknown = JSON.parse(readFileSync(output, 'utf8'))
  const begin = performance.now()
  writeFileSync(sink, JSON.stringify(document))
  const writing = secondsSince(begin)
  return { seconds: reading + writing, parts: { reading, writing } }
}

/** Parses a result, to be sure that it is one, and counts what is in it. */
async function count(input: string): Promise<Timing> {
  const parts = { documents: 0, attributes: 0, objects: 0 }
  for await (const { list, records } of recordsOf(input)) {
    if (list === 'facts') parts.documents++
    else parts[list] += records.length
    if (list === 'objects') for (const record of records) parts.attributes += innerAttributes(record)
  }
  return { seconds: 0, parts }
}

function innerAttributes(object: unknown): number {
  const inner = (object as Record<string, unknown>)['Attribute']
  return Array.isArray(inner) ? inner.length : 0
}

interface Batch {
  list: 'facts' | 'attributes' | 'objects'
  records: unknown[]
}

/** All records of all documents in a file, what stands around them included. */
async function* recordsOf(path: string): AsyncGenerator<Batch> {
  const source = await openFile(path)
  for await (const document of readDocuments(source, { lines: path.endsWith('.ndjson') })) {
    if ('facts' in document) yield { list: 'facts', records: [document.facts] }
    for (const list of ['objects', 'attributes'] as const) {
      const open = (document as Partial<Record<typeof list, () => Records>>)[list]
      for await (const { records } of open?.() ?? []) {
        yield { list, records: records.map((record) => ('value' in record ? record.value : undefined)) }
      }
    }
  }
  source.close()
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000
}
