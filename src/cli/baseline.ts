import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { openOutputFile } from '../document/output-file.ts'
import { isRecord } from '../misp/types.ts'
import type { Finding } from './findings.ts'
import { UsageError } from './usage-error.ts'

/** One kind of violation at one place of one object, and how often it is known to occur there. No line: lines move. */
export interface KnownViolation {
  file: string
  object: string
  code: string
  path: string
  count: number
}

/**
 * A file of violations that are known and do not count: a ratchet, which lets nothing new in. It names files as seen from the
 * directory that it lies in, so that it says the same wherever the command is run.
 */
export class Baseline {
  readonly #path: string
  readonly #known = new Map<string, KnownViolation>()
  /** What occurred in this run of what is known; of what is not, only when it is to be written. */
  readonly #seen = new Map<string, KnownViolation>()

  readonly #isWritten: boolean

  /** @throws UsageError when the file is missing (unless it `isWritten` at the end), or no baseline */
  constructor(path: string, isWritten: boolean) {
    this.#path = path
    this.#isWritten = isWritten
    if (!existsSync(path)) {
      if (isWritten) return
      throw new UsageError(`${path}: there is no such baseline; --baseline ${path} --write-baseline writes it`)
    }
    for (const known of read(path)) this.#known.set(keyOf(known), known)
  }

  /** Counts a violation; whether it is known. */
  has(finding: Finding): boolean {
    const violation = this.#violationOf(finding)
    const key = keyOf(violation)
    if (!this.#isWritten && !this.#known.has(key)) return false
    const seen = this.#seen.get(key) ?? violation
    seen.count++
    this.#seen.set(key, seen)
    return seen.count <= (this.#known.get(key)?.count ?? 0)
  }

  /** What is known but did not occur, in the inputs of this run or in files that are gone. */
  stale(inputs: readonly string[]): KnownViolation[] {
    const looked = new Set(inputs.map((input) => this.#fileOf(input)))
    return [...this.#known].flatMap(([key, known]) => {
      if (!looked.has(known.file) && this.#exists(known.file)) return []
      const left = known.count - (this.#seen.get(key)?.count ?? 0)
      return left > 0 ? [{ ...known, count: left }] : []
    })
  }

  /**
   * Writes what occurred in this run, and what is known of files that were no part of it. Sorted, so that it is the same for the
   * same violations.
   *
   * @throws OutputError
   */
  write(inputs: readonly string[]): number {
    const looked = new Set(inputs.map((input) => this.#fileOf(input)))
    const others = [...this.#known.values()].filter(({ file }) => !looked.has(file) && this.#exists(file))
    const all = [...others, ...this.#seen.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    const lines = all.map(({ file, object, code, path, count }) => `\n  ${JSON.stringify({ file, object, code, path, count })}`)
    const output = openOutputFile(this.#path)
    output.write(`{"baseline":"tipbridge validate","version":1,"violations":[${lines.join(',')}\n]}\n`)
    output.commit()
    return all.length
  }

  #violationOf({ input, id, uuid, code, path = '' }: Finding): KnownViolation {
    const object = id ?? uuid ?? ''
    // Where an element is named, its number in the event does not matter
    const place = object === '' ? path : path.replace(/^\/(Attribute|Object)\/\d+/, '/$1/*')
    return { file: this.#fileOf(input), object, code, path: place, count: 0 }
  }

  #fileOf(input: string): string {
    if (input === 'standard input') return input
    return relative(dirname(resolve(this.#path)), resolve(input))
      .split(sep)
      .join('/')
  }

  #exists(file: string): boolean {
    return existsSync(resolve(dirname(resolve(this.#path)), file))
  }
}

function keyOf({ file, object, code, path }: KnownViolation): string {
  return JSON.stringify([file, object, code, path])
}

function read(path: string): KnownViolation[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`${path}: is no baseline that can be read: ${(error as Error).message}`)
  }
  const violations = isRecord(value) && value['version'] === 1 ? value['violations'] : undefined
  if (!Array.isArray(violations) || !violations.every(isKnownViolation)) {
    throw new UsageError(`${path}: is no baseline of tipbridge validate; --write-baseline writes one (move this file away first)`)
  }
  return violations
}

function isKnownViolation(value: unknown): value is KnownViolation {
  if (!isRecord(value)) return false
  const { file, object, code, path, count } = value
  return [file, object, code, path].every((word) => typeof word === 'string') && Number.isSafeInteger(count) && Number(count) > 0
}
