import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Catalogue } from '../../src/convert/catalogue.ts'
import type { StixObject } from '../../src/index.ts'
import { defaultMappings } from '../../src/mapping/default-mappings.ts'

/** The catalogue in fixtures/. */
export const FIXTURE_GALAXIES = fileURLToPath(new URL('../../fixtures/galaxies', import.meta.url))

const mappings = defaultMappings()

export function emptyCatalogue(): Catalogue {
  return new Catalogue(mappings)
}

/** A cluster as its file has it. */
export interface ClusterEntry {
  value: string
  uuid: string
  description?: string
  revoked?: boolean
  meta?: Record<string, unknown>
}

/** A cluster file of a type. */
export function clusterFile(type: string, values: readonly unknown[]): Record<string, unknown> {
  return { type, name: type, description: type, uuid: randomUuid(9999), version: 1, source: '', authors: [], values }
}

/** A UUID for a number. */
export function randomUuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export interface GalaxyFiles {
  head: unknown
  file: { type: string; values: ClusterEntry[] }
}

/** The files of a copy of misp-galaxy, in pairs. */
export function galaxyFiles(directory: string): GalaxyFiles[] {
  return readdirSync(join(directory, 'clusters')).map((name) => ({
    head: readJson(join(directory, 'galaxies', name)),
    file: readJson(join(directory, 'clusters', name)) as GalaxyFiles['file'],
  }))
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** An SDO that nobody has seen before. */
export function sdo(type: string, more: Record<string, unknown>): StixObject {
  return { type, id: `${type}--9f2c1f0e-3f41-4c5e-9a55-5a5f0e1b7c01`, spec_version: '2.1', ...more }
}

/** References to a catalogue by id. */
export function refersTo(source: string, ...ids: string[]): { external_references: unknown[] } {
  return { external_references: ids.map((id) => ({ source_name: source, external_id: id })) }
}
