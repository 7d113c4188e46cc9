import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MispRecord } from '../../src/misp/types.ts'

/** The test data beside the checkout. It belongs to others and is only read. */
export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url))

/** For `test(name, { skip: dataMissing() }, …)`: the reason, or false. Where CI is set nothing is skipped. */
export function dataMissing(): string | false {
  return !existsSync(join(SHARED_DATA, 'INDEX.md')) && !process.env['CI'] ? `the test data are not there: ${SHARED_DATA}` : false
}

/** All files below a folder of the shared data whose names end so, in a stable order. */
export function sharedFiles(folder: string, ending: string): string[] {
  const root = join(SHARED_DATA, folder)
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && statSync(join(root, name)).isFile())
    .sort()
    .map((name) => join(root, name))
}

/** An event of some file, for messages that say which. */
export interface NamedEvent {
  name: string
  event: MispRecord
}

/** Every event in a JSON file, whatever wrapper is around it. Files that are no JSON, and documents without events, have none. */
export function eventsIn(file: string): NamedEvent[] {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
  return innerEvents(document).map((event, at) => ({ name: `${file.slice(file.indexOf('/data/') + 6)} [${at}]`, event }))
}

function innerEvents(document: unknown): MispRecord[] {
  if (Array.isArray(document)) return document.flatMap(innerEvents)
  if (typeof document !== 'object' || document === null) return []
  const record = document as MispRecord
  if ('response' in record) return innerEvents(record['response'])
  if (typeof record['Event'] === 'object' && record['Event'] !== null) return [record['Event'] as MispRecord]
  const looksLikeEvent =
    typeof record['info'] === 'string' || (Array.isArray(record['Object']) && record['SharingGroup'] === undefined)
  return looksLikeEvent && record['type'] !== 'bundle' ? [record] : []
}
