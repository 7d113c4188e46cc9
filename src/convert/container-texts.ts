import { uuid5 } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { attach } from './assembly.ts'

/**
 * Reads what a container says and no field of an event means. MISP wrote link attributes as its references before there was
 * misp-stix; others describe what they report. We write neither.
 */
export function readContainerTexts(event: MispRecord, container: StixObject): void {
  const { timestamp } = event
  for (const [at, reference] of recordsIn(container['external_references']).entries()) {
    const facts = readReference(reference)
    if (facts !== undefined)
      attach(event, 'Attribute', { uuid: uuid5(`${container.id} reference ${at}`), ...facts, to_ids: false, timestamp })
  }
  const { description } = container
  if (typeof description !== 'string' || description === '') return
  const name = `STIX 2.1 ${container.type} description` // as misp-stix has it
  attach(event, 'EventReport', { uuid: uuid5(`${container.id} description`), name, content: description, timestamp })
}

function readReference({ source_name: source, url, external_id: id, description }: MispRecord): MispRecord | undefined {
  const value = [url, id].find((text) => typeof text === 'string' && text !== '')
  if (value === undefined) return undefined
  // MISP wrote `url - <comment>`
  const name = typeof source === 'string' ? source.replace(/^url(?: - |$)/, '') : ''
  const comment = [name, value === id ? '' : id, description].filter((text) => typeof text === 'string' && text !== '').join(': ')
  const type = value === url ? 'link' : 'text'
  return { type, category: 'External analysis', value, ...(comment !== '' && { comment }) }
}
