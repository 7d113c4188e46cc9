import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Bundle, MispRecord, StixObject } from '../../src/index.ts'
import { sharedFiles } from '../roundtrip/shared-data.ts'

/** One pair of the documentation of misp-stix: a MISP element, and the STIX objects that it says are the same. */
export interface PairCase {
  /** `<file> <element>`, with the form (`Indicator`, `Observed Data`) where it has several. */
  name: string
  misp: MispRecord[]
  stix: StixObject[]
}

/** All pairs of the files whose names begin so. */
export function pairCases(...prefixes: readonly string[]): PairCase[] {
  const files = sharedFiles('pairs/misp-stix-mapping', '.json').filter((file) => !file.endsWith('_summary.json'))
  return files
    .filter((file) => prefixes.some((prefix) => basename(file).startsWith(prefix)))
    .flatMap((file) => {
      const document = JSON.parse(whole(readFileSync(file, 'utf8'))) as Record<string, Pair | Record<string, Pair>>
      return Object.entries(document).flatMap(([element, pair]) => casesOf(`${basename(file, '.json')} ${element}`, pair))
    })
}

interface Pair {
  MISP: MispRecord | MispRecord[]
  STIX: StixObject | StixObject[]
}

function casesOf(name: string, pair: Pair | Record<string, Pair>): PairCase[] {
  if (!('STIX' in pair)) return Object.entries(pair).flatMap(([form, inner]) => casesOf(`${name} ${form}`, inner))
  const { MISP: misp, STIX: stix } = pair as Pair
  return [{ name, misp: [misp].flat(), stix: [stix].flat() }]
}

/** Takes the place of payloads that the documentation shortens in the middle, at times on one side of a pair only. */
export const SHORTENED = 'U0hPUlRFTkVE'

function whole(text: string): string {
  return text.replaceAll(/[A-Za-z0-9+/=]+\[\.\.\.\][A-Za-z0-9+/=]+/g, SHORTENED)
}

const CONTAINER = 'a6ef17d6-91cb-4a05-b10b-2f045daf874c'

/** The objects in a bundle as misp-stix writes it. */
export function bundleOf(objects: readonly StixObject[]): Bundle {
  const times = { created: '2020-10-25T16:22:00.000Z', modified: '2020-10-25T16:22:00.000Z' }
  const version = objects.some((object) => object['spec_version'] === '2.1') ? { spec_version: '2.1' } : {}
  const container = {
    type: 'report',
    ...version,
    id: `report--${CONTAINER}`,
    ...times,
    published: times.modified,
    name: 'pair',
    labels: ['Threat-Report', 'misp:tool="MISP-STIX-Converter"'],
    object_refs: objects.map(({ id }) => id),
  }
  return { type: 'bundle', id: `bundle--${CONTAINER}`, objects: [container, ...objects] }
}

/** The MISP elements in an event. */
export function eventOf(misp: readonly MispRecord[]): MispRecord {
  const lists: Record<string, MispRecord[]> = {}
  for (const record of misp) {
    const key = 'GalaxyCluster' in record ? 'Galaxy' : 'Attribute' in record ? 'Object' : 'Attribute'
    lists[key] = [...(lists[key] ?? []), record]
  }
  return { uuid: CONTAINER, info: 'pair', date: '2020-10-25', timestamp: '1603642920', published: false, ...lists }
}
