import type { Comparison, Literal, Path } from '../ast.ts'
import { excerpt } from '../pattern-error.ts'
import type { Finding } from './finding.ts'

/** A hash that is compared as a whole has the form of its algorithm (section 10.7). A text for LIKE and MATCHES is only a piece of one. */
export function checkHashValue(comparison: Comparison, findings: Finding[]): void {
  const { operator, path } = comparison
  if (operator !== '=' && operator !== '!=' && operator !== 'IN') return
  const form = formAt(path)
  if (form === undefined) return
  if (operator !== 'IN') checkValue(comparison.value, form, findings)
  else for (const value of comparison.values) checkValue(value, form, findings)
}

function checkValue(literal: Literal, { name, length, prefix }: Form, findings: Finding[]): void {
  if (literal.kind !== 'string') return
  const { value, span } = literal
  const digits = prefix !== undefined && value.startsWith(prefix) ? value.length - prefix.length : value.length
  if (digits === length && HEX.test(value.slice(value.length - digits))) return
  const message = `${excerpt(value)} is no ${name} hash: it has ${length} hexadecimal digits`
  findings.push({ code: 'hash-value', severity: 'error', message, span, clause: '10.7' })
}

interface Form {
  readonly name: string
  readonly length: number
  readonly prefix?: string
}

const HEX = /^[0-9a-f]+$/i

/** Digits of the algorithms that have a fixed number of them. TLSH: 35 bytes, since its version 4 with a T1 in front. */
const FORMS: ReadonlyMap<string, Form> = new Map(
  [
    { name: 'MD5', length: 32 },
    { name: 'SHA-1', length: 40 },
    { name: 'SHA-256', length: 64 },
    { name: 'SHA-512', length: 128 },
    { name: 'SHA3-256', length: 64 },
    { name: 'SHA3-512', length: 128 },
    { name: 'TLSH', length: 70, prefix: 'T1' },
  ].map((form) => [form.name, form] as const),
)

function formAt({ steps }: Path): Form | undefined {
  const last = steps.at(-1)
  const before = steps.at(-2)
  if (last?.kind !== 'property' || before?.kind !== 'property') return undefined
  return before.name === 'hashes' || before.name === 'file_header_hashes' ? FORMS.get(last.name) : undefined
}
