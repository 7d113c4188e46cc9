import type { Property } from '../../model.ts'
import type { Comparison, Literal } from '../ast.ts'
import { printPath } from '../path.ts'
import type { Finding } from './finding.ts'
import { propertyAt } from './path-property.ts'

/** Whether a comparison fits what the object model says of its path: the way there, and the type at its end. */
export function checkOperands(comparison: Comparison): Finding[] {
  const { properties, findings } = propertyAt(comparison.path)
  if (properties.length === 0) return [...findings]
  const name = printPath(comparison.path)
  if (properties.every(({ list }) => list)) {
    const message = `${name} is a list: it takes an index or [*]`
    return [{ code: 'list-without-index', severity: 'error', message, span: comparison.path.span, clause: '9.7.2' }]
  }
  return [...checkTypes(comparison, properties, name), ...checkSubnetPath(comparison, properties, name)]
}

/** A constant must be of the type of the property (section 9.6.1), by the table of section 9.2. */
function checkTypes(comparison: Comparison, properties: readonly Property[], name: string): Finding[] {
  const literals = comparison.operator === 'IN' ? comparison.values : [comparison.value]
  const misfit = literals.find((literal) => !properties.some((property) => isComparable(literal, property)))
  if (misfit === undefined) return []
  const kinds = [...new Set(properties.map(({ kind }) => WORDS[kind]))].join(' or ')
  const message = `${name} is ${kinds}, which cannot be compared with ${articled(misfit.kind)}`
  return [{ code: 'constant-type', severity: 'error', message, span: misfit.span, clause: '9.2' }]
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
function checkSubnetPath({ operator, path }: Comparison, properties: readonly Property[], name: string): Finding[] {
  if (operator !== 'ISSUBSET' && operator !== 'ISSUPERSET') return []
  const last = path.steps.at(-1)
  const isAddress =
    last?.kind === 'property' &&
    last.name === 'value' &&
    (path.steps.length > 1 || path.type === 'ipv4-addr' || path.type === 'ipv6-addr')
  if (isAddress || properties.length === 0) return []
  const message = `${operator} is about the value of an ipv4-addr or ipv6-addr, not ${name}`
  return [{ code: 'subnet-path', severity: 'error', message, span: path.span, clause: '9.6.1' }]
}
