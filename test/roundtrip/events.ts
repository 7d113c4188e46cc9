import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventsIn, sharedFiles } from './shared-data.ts'
import type { NamedEvent } from './shared-data.ts'

const EVENTS = fileURLToPath(new URL('../../fixtures/events', import.meta.url))

/** Every event in `fixtures/events/`. */
export function fixtureEvents(): NamedEvent[] {
  const files = readdirSync(EVENTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return files.sort().flatMap((file) => eventsIn(join(EVENTS, file)).map(({ event }) => ({ name: file, event })))
}

/** Every event of the real data. */
export function realEvents(): NamedEvent[] {
  return ['misp', 'pairs/misp-stix-collections'].flatMap((folder) => sharedFiles(folder, '.json').flatMap(eventsIn))
}
