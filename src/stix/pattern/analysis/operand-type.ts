import type { Property } from '../../model.ts'
import type { Comparison, Literal } from '../ast.ts'
import { printPath } from '../path.ts'
import type { Finding } from './finding.ts'

/** Whether a comparison fits what the object model says of the property at the end of its path. */
export function checkOperands(comparison: Comparison, properties: readonly Property[], findings: Finding[]): void {
  if (properties.every(({ list }) => list)) {
    const message = `${printPath(comparison.path)} is a list: it takes an index or [*]`
    findings.push({ code: 'list-without-index', severity: 'error', message, span: comparison.path.span, clause: '9.7.2' })
    return
  }
  checkTypes(comparison, properties, findings)
  checkSubnetPath(comparison, findings)
}

/** A constant must be of the type of the property (section 9.6.1), by the table of section 9.2. */
function checkTypes(comparison: Comparison, properties: readonly Property[], findings: Finding[]): void {
  const misfit =
    comparison.operator === 'IN'
      ? comparison.values.find((value) => !isComparableWith(value, properties))
      : isComparableWith(comparison.value, properties)
        ? undefined
        : comparison.value
  if (misfit === undefined) return
  const kinds = [...new Set(properties.map(({ kind }) => WORDS[kind]))].join(' or ')
  const message = `${printPath(comparison.path)} is ${kinds}, which cannot be compared with ${articled(misfit.kind)}`
  findings.push({ code: 'constant-type', severity: 'error', message, span: misfit.span, clause: '9.2' })
}

function isComparableWith(literal: Literal, properties: readonly Property[]): boolean {
  return properties.some((property) => isComparable(literal, property))
}

function isComparable(literal: Literal, { kind, or, list }: Property): boolean {
  return list !== true && (COMPARABLE[literal.kind].includes(kind) || (or !== undefined && COMPARABLE[literal.kind].includes(or)))
}

const TEXT: readonly Property['kind'][] = ['string', 'hex', 'binary', 'identifier', 'enum', 'vocabulary']
const NUMBER: readonly Property['kind'][] = ['integer', 'float']

const COMPARABLE: Readonly<Record<Literal['kind'], readonly Property['kind'][]>> = {
  string: TEXT,
  hex: TEXT,
  binary: TEXT,
  integer: NUMBER,
  float: NUMBER,
  boolean: ['boolean'],
  timestamp: ['timestamp'],
}

/** Strings of all kinds are one to a reader. */
const WORDS: Readonly<Record<Property['kind'], string>> = {
  string: 'a string',
  integer: 'an integer',
  float: 'a float',
  boolean: 'a boolean',
  timestamp: "a timestamp (t'…')",
  hex: 'hex',
  binary: 'binary',
  identifier: 'an identifier',
  enum: 'a string',
  vocabulary: 'a string',
  hashes: 'a dictionary of hashes',
  dictionary: 'a dictionary',
  object: 'an object',
  'external-reference': 'an object',
  'kill-chain-phase': 'an object',
  'granular-marking': 'an object',
}

function articled(kind: Literal['kind']): string {
  if (kind === 'hex' || kind === 'binary') return kind
  return kind === 'integer' ? 'an integer' : `a ${kind}`
}

/** "a MUST be an Object Path referring to the value property of an Object of type ipv4-addr or ipv6-addr." */
function checkSubnetPath({ operator, path }: Comparison, findings: Finding[]): void {
  if (operator !== 'ISSUBSET' && operator !== 'ISSUPERSET') return
  const last = path.steps.at(-1)
  const isAddress =
    last?.kind === 'property' &&
    last.name === 'value' &&
    (path.steps.length > 1 || path.type === 'ipv4-addr' || path.type === 'ipv6-addr')
  if (isAddress) return
  const message = `${operator} is about the value of an ipv4-addr or ipv6-addr, not ${printPath(path)}`
  findings.push({ code: 'subnet-path', severity: 'error', message, span: path.span, clause: '9.6.1' })
}
