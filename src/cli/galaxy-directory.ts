import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Catalogue } from '../convert/catalogue.ts'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { parseJson } from '../document/json.ts'
import { isRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { UsageError } from './usage-error.ts'

type Report = (file: string, diagnostic: Diagnostic) => void

/** Generous: the files of misp-galaxy have a few megabytes. */
const MOST_BYTES = { file: 64 * 1024 * 1024, all: 512 * 1024 * 1024 }

/**
 * The catalogue in a directory: a copy of the misp-galaxy repository (`clusters/`, `galaxies/`), or cluster files that lie
 * there by themselves. Of the repository only the files are read whose clusters an SDO can mean.
 *
 * A file that cannot be used is reported, as a warning, and the rest goes on.
 *
 * @throws UsageError for a directory that is not there or has no cluster that can be used.
 */
export function readGalaxyDirectory(path: string, mappings: Mappings, report: Report): Catalogue {
  const catalogue = new Catalogue(mappings)
  const reader = new JsonFiles(report)
  const top = entriesOf(path)
  const isRepository = top.includes('clusters')
  const heads = new Map<string, Record<string, unknown>>()
  const unwanted = new Set<string>()
  for (const { name, value } of top.includes('galaxies') ? reader.read(join(path, 'galaxies')) : []) {
    const type = isRecord(value) ? value['type'] : undefined
    if (!isRecord(value) || typeof type !== 'string') continue
    heads.set(type, value)
    if (!catalogue.wants(type)) unwanted.add(name) // a cluster file has the name of its galaxy's
  }
  for (const { file, value } of reader.read(isRepository ? join(path, 'clusters') : path, unwanted)) {
    const type = isRecord(value) ? String(value['type']) : ''
    for (const diagnostic of catalogue.add(heads.get(type), value)) report(file, diagnostic)
  }
  if (catalogue.size === 0) throw new UsageError(`${path} holds no galaxy clusters: ${EXPECTED}`)
  return catalogue
}

const EXPECTED = 'give a copy of https://github.com/MISP/misp-galaxy, or a directory with cluster files of it'

interface JsonFile {
  /** The whole path. */
  file: string
  name: string
  value: unknown
}

/** Reads the JSON files of directories, as long as they are not too large, alone or together. */
class JsonFiles {
  #left = MOST_BYTES.all
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  *read(directory: string, without: ReadonlySet<string> = new Set()): Generator<JsonFile> {
    for (const entry of entriesOf(directory)) {
      if (!entry.endsWith('.json') || without.has(entry)) continue
      const file = join(directory, entry)
      const text = this.#bytesOf(file)
      if (text === undefined) continue
      const parsed = parseJson(text)
      if (parsed.problem === undefined) yield { file, name: basename(file), value: parsed.value }
      else this.#report(file, { code: parsed.code, severity: 'warning', message: parsed.problem })
    }
  }

  #bytesOf(file: string): Buffer | undefined {
    try {
      const stat = statSync(file)
      if (!stat.isFile()) return undefined
      if (stat.size > Math.min(MOST_BYTES.file, this.#left)) return this.#refuse(file, stat.size)
      this.#left -= stat.size
      return readFileSync(file)
    } catch (error) {
      this.#report(file, { code: 'unreadable', severity: 'warning', message: (error as Error).message })
      return undefined
    }
  }

  #refuse(file: string, size: number): undefined {
    const message = `is left out: of ${size} bytes, it is too large for a galaxy, or all of them together are`
    this.#report(file, { code: 'too-large', severity: 'warning', message })
  }
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch (error) {
    throw new UsageError(`cannot read the galaxies in ${directory} (${(error as Error).message}): ${EXPECTED}`, { cause: error })
  }
}
