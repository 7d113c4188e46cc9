import { isUtf8 } from 'node:buffer'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { breathe, isOutOfBreath } from './breath.ts'
import type { RecordBatch, RecordEntry } from './document.ts'
import { MAX_PIECE, parseJson, parseText, type JsonProblem } from './json.ts'
import type { RecordList, Stretch } from './record-list.ts'
import type { Scan } from './scan.ts'

/** Parses the records of a list one by one, in batches of about `BATCH_BYTES`. `under`: the key each is wrapped in. */
export async function* readRecords(scan: Scan, list: RecordList | undefined, under?: string): AsyncGenerator<RecordBatch, void> {
  if (list === undefined) return
  for (const stretch of list.stretches(BATCH_BYTES)) {
    if (isOutOfBreath()) await breathe()
    const batch = parseStretch(scan, list, stretch)
    if (under !== undefined) batch.records.forEach((entry) => unwrap(entry, under))
    yield batch
  }
}

/** The first record of a list, unparsable or absent ones being `undefined`. */
export function firstRecord(scan: Scan, list: RecordList | undefined): unknown {
  for (const stretch of list?.stretches(0) ?? []) {
    const [entry] = parseStretch(scan, list!, stretch).records
    return entry !== undefined && 'value' in entry ? entry.value : undefined
  }
  return undefined
}

function parseStretch(scan: Scan, list: RecordList, stretch: Stretch): RecordBatch {
  const { first, start, end, spans } = stretch
  if (end - start > MAX_PIECE)
    return {
      index: first,
      records: [{ diagnostic: tooLarge(list, first) }],
      bytes: new Uint8Array(0),
      isUtf8: false,
      spans: [0, 0],
      offset: start,
    }
  const bytes = scan.lend(start, end)
  const wellFormed = isUtf8(bytes)
  const records: RecordEntry[] = []
  for (let at = 0; at < spans.length; at += 2) {
    const index = first + at / 2
    const parsed = wellFormed
      ? parseText(bytes.toString('utf8', spans[at], spans[at + 1]))
      : parseJson(bytes.subarray(spans[at], spans[at + 1]))
    if (list.isTooDeep(index)) records.push({ diagnostic: tooDeep(list, index) })
    else if (parsed.problem === undefined) records.push(parsed)
    else records.push({ diagnostic: malformed(list, index, parsed, start + spans[at]!) })
  }
  return { index: first, records, bytes, isUtf8: wellFormed, spans, offset: start }
}

function unwrap(entry: RecordEntry, under: string): void {
  if (!('value' in entry)) return
  const { value } = entry
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, under))
    entry.value = (value as Record<string, unknown>)[under]
}

function malformed(list: RecordList, index: number, found: { code: JsonProblem; problem: string }, offset: number): Diagnostic {
  const message = `the record ${found.problem} (byte ${offset} of the input); it is set aside`
  return { code: found.code, severity: 'error', message, path: `${list.pointer}/${index}` }
}

function tooDeep(list: RecordList, index: number): Diagnostic {
  const message = 'the record nests deeper than allowed; it is set aside'
  return { code: 'too-deep', severity: 'error', message, path: `${list.pointer}/${index}` }
}

function tooLarge(list: RecordList, index: number): Diagnostic {
  const message = `the record is larger than the ${MAX_PIECE} bytes that can be read as one value; it is set aside`
  return { code: 'too-large', severity: 'error', message, path: `${list.pointer}/${index}` }
}

/** Enough for some hundred records, little enough to stay in the cache. */
const BATCH_BYTES = 256 * 1024
