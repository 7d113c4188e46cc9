import type { AnyStep, IndexStep, Path, PropertyStep, Step } from './ast.ts'
import { isNamePart, isNameStart } from './characters.ts'
import { errorHere, expect, found, openCursor, unexpected, type Cursor } from './cursor.ts'
import { keyword } from './keywords.ts'
import type { PatternError } from './pattern-error.ts'
import { printString } from './print-literal.ts'

/** Reads an object path as it stands in a pattern: `file:hashes.'SHA-256'`. Throws `PatternError`. */
export function parsePath(text: string): Path {
  const cursor = openCursor(text)
  const path = readPath(cursor)
  if (cursor.tokens.kind !== 'end') throw unexpected(cursor, '".", "[" or the end of the path')
  return path
}

export function printPath(path: Path): string {
  let text = `${path.type}:`
  let dot = ''
  for (const step of path.steps) {
    if (step.kind === 'property') text += dot + printName(step.name)
    else text += step.kind === 'index' ? `[${step.index}]` : '[*]'
    dot = '.'
  }
  return text
}

function printName(name: string): string {
  return isPlainName(name) ? name : printString(name)
}

/** Whether a property name stands without quotes. */
function isPlainName(name: string): boolean {
  if (!isNameStart(name.charCodeAt(0))) return false
  for (let at = 1; at < name.length; at++) {
    if (!isNamePart(name.charCodeAt(at))) return false
  }
  return keyword(name) === undefined
}

/** Whether an object of this type can be named in a path: types are never quoted. */
export function isTypeName(type: string): boolean {
  return isNameStart(type.charCodeAt(0)) && isPlainName(type.replaceAll('-', '_')) && keyword(type) === undefined
}

/** Reads the path that the cursor stands on (section 9.7). */
export function readPath(cursor: Cursor): Path {
  const { tokens } = cursor
  const { start } = tokens
  const type = readType(cursor)
  expect(cursor, ':', '":" after the object type')
  const steps: Step[] = [readProperty(cursor)]
  while (tokens.kind === '.' || tokens.kind === '[') {
    const readStep = tokens.kind === '.' ? readProperty : readListStep
    tokens.next()
    steps.push(readStep(cursor))
  }
  return { type, steps, span: { start, end: tokens.lastEnd } }
}

function readType(cursor: Cursor): string {
  const { kind, value } = cursor.tokens
  if (kind !== 'name') throw unexpected(cursor, 'an object path')
  cursor.tokens.next()
  return value
}

function readProperty(cursor: Cursor): PropertyStep {
  const { kind, value, start, end } = cursor.tokens
  if (kind !== 'string' && !isUnquotedName(cursor)) throw propertyError(cursor)
  cursor.tokens.next()
  return { kind: 'property', name: value, span: { start, end } }
}

function isUnquotedName(cursor: Cursor): boolean {
  const { kind, value } = cursor.tokens
  if (kind === 'name') return !value.includes('-')
  return kind === 'EXISTS' && cursor.version === '2.0'
}

function propertyError(cursor: Cursor): PatternError {
  const { kind, value } = cursor.tokens
  const word = kind === 'name' || keyword(kind) !== undefined
  if (!word) return unexpected(cursor, 'a property name')
  return errorHere(cursor, 'unquoted-name', `expected the property name in quotes, found ${found(cursor)}`, `write '${value}'`)
}

/** Reads `0]` or `*]`. List indices count from 0 (section 9.7.2), though the OASIS grammar reads negative ones. */
function readListStep(cursor: Cursor): IndexStep | AnyStep {
  const { tokens } = cursor
  const start = tokens.start - 1
  const index = readIndex(cursor)
  expect(cursor, ']')
  const span = { start, end: tokens.lastEnd }
  return index === undefined ? { kind: 'any', span } : { kind: 'index', index, span }
}

function readIndex(cursor: Cursor): number | undefined {
  const { tokens } = cursor
  const { kind, value } = tokens
  if (kind !== 'integer' && kind !== '*') throw unexpected(cursor, 'a list index or "*"')
  const index = kind === '*' ? undefined : Number(value)
  if (index !== undefined && (value.startsWith('-') || !Number.isSafeInteger(index))) {
    throw errorHere(cursor, 'bad-index', `expected a list index from 0 up, found ${found(cursor)}`)
  }
  tokens.next()
  return index
}
