import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { RawRow, Tables } from '../mapping/table.ts'
import { checkTable } from './check-tables.ts'
import type { TableKind } from './check-tables.ts'

/** A table that is not as the format says. `file` is where; the message says what and what is allowed. */
class TableError extends Error {
  override readonly name = 'TableError'
  readonly code = 'BAD_TABLE'
  readonly file: string
  constructor(file: string, message: string, options?: ErrorOptions) {
    super(`${file}: ${message}`, options)
    this.file = file
  }
}

/**
 * Reads the YAML tables of a folder. Files that are not there count as empty, so that a folder may add a single row. Throws a
 * `TableError` that names every fault of a file's form; whether the rows mean something is for `compileAll` to find.
 */
export function readTables(folder: string): Tables {
  const attributes = read(folder, 'attributes.yaml', 'attributes')
  const types = read(folder, 'types.yaml', 'types')
  const { 'path-aliases': pathAliases, ...rows } = attributes
  const objects: Record<string, RawRow> = {}
  const objectFolder = join(folder, 'objects')
  for (const file of existsSync(objectFolder)
    ? readdirSync(objectFolder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
    : []) {
    const row = read(folder, join('objects', file), 'object') as RawRow
    objects[row.object as string] = row
  }
  return {
    categories: (types['categories'] ?? {}) as Tables['categories'],
    types: (types['types'] ?? {}) as Tables['types'],
    'path-aliases': (pathAliases ?? {}) as Tables['path-aliases'],
    attributes: rows as Tables['attributes'],
    objects,
    galaxies: read(folder, 'galaxies.yaml', 'galaxies') as Tables['galaxies'],
    envelope: read(folder, 'envelope.yaml', 'envelope') as Tables['envelope'],
  }
}

/** Lays tables over others: rows of the same name are replaced, new ones added. */
export function overlay(base: Tables, over: Tables): Tables {
  return {
    categories: base.categories,
    types: { ...base.types, ...over.types },
    'path-aliases': { ...base['path-aliases'], ...over['path-aliases'] },
    attributes: { ...base.attributes, ...over.attributes },
    objects: { ...base.objects, ...over.objects },
    galaxies: { ...base.galaxies, ...over.galaxies },
    envelope: { ...base.envelope, ...over.envelope },
  }
}

function read(folder: string, file: string, kind: TableKind): Record<string, unknown> {
  const path = join(folder, file)
  if (!existsSync(path)) return {}
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'), { merge: true })
  } catch (error) {
    throw new TableError(path, (error as Error).message, { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TableError(path, 'holds no map of rows')
  const faults = checkTable(kind, value)
  if (faults.length > 0) throw new TableError(path, faults.join('; '))
  return value as Record<string, unknown>
}
