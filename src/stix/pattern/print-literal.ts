import type { Literal } from './ast.ts'

/** A literal as it stands in a pattern. */
export function printLiteral(literal: Literal): string {
  if (literal.kind === 'string') return printString(literal.value)
  if (literal.kind === 'float') return literal.text
  if (literal.kind === 'integer' || literal.kind === 'boolean') return String(literal.value)
  return `${PREFIXES[literal.kind]}'${literal.value}'`
}

const PREFIXES = { hex: 'h', binary: 'b', timestamp: 't' } as const

/** A string in apostrophes; only the apostrophe and the backslash are escaped (section 9.2). */
export function printString(value: string): string {
  return value.includes('\\') || value.includes("'") ? `'${value.replaceAll(ESCAPED, '\\$&')}'` : `'${value}'`
}

const ESCAPED = /[\\']/g
