import type { Comparison, Literal, SetComparison, StringComparison } from '../ast.ts'
import type { RegexCompiler } from '../match/regex.ts'
import { parseSubnet } from '../match/subnet.ts'
import type { Finding } from './finding.ts'

/** What is wrong with the constants of a comparison, whatever it compares. `regexes` must be given where there is a MATCHES. */
export function checkConstants(comparison: Comparison, regexes: RegexCompiler | undefined): Finding[] {
  switch (comparison.operator) {
    case 'IN':
      return [...checkSet(comparison), ...comparison.values.flatMap(checkRange)]
    case 'MATCHES':
      return regexes === undefined ? [] : checkRegex(comparison, regexes)
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return checkSubnet(comparison)
    case 'LIKE':
      return []
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
  }
  return checkRange(comparison.value)
}

function checkSet({ values, negated, span }: SetComparison): Finding[] {
  const clause = '9.6.1'
  if (values.length === 0) {
    const message = `the set after IN is empty: this is ${negated ? 'true of every value' : 'never true'}`
    return [{ code: 'empty-set', severity: 'warning', message, span, clause }]
  }
  const kinds = new Set(values.map(({ kind }) => (kind === 'float' ? 'integer' : kind)))
  if (kinds.size === 1) return []
  const message = `the set after IN mixes ${[...kinds].join(' and ')}: its values must be of one type`
  return [{ code: 'mixed-set', severity: 'error', message, span, clause }]
}

function checkRange(literal: Literal): Finding[] {
  if (literal.kind !== 'integer' || typeof literal.value === 'number') return []
  const message = 'integers reach from -(2^53 - 1) to 2^53 - 1'
  return [{ code: 'integer-range', severity: 'error', message, span: literal.span, clause: '2.10' }]
}

function checkRegex({ value: { value, span } }: StringComparison, regexes: RegexCompiler): Finding[] {
  const compiled = regexes(value)
  if ('find' in compiled) return []
  const { kind, message } = compiled.fault
  if (kind === 'malformed') {
    const text = `this is no regular expression: ${message}`
    return [{ code: 'invalid-regex', severity: 'error', message: text, span, clause: '9.6.1' }]
  }
  const text = `this regular expression cannot be evaluated safely, in linear time: ${message}`
  return [{ code: 'unsupported-regex', severity: 'warning', message: text, span, clause: '9.6.1' }]
}

function checkSubnet({ path, operator, value: { value, span } }: StringComparison): Finding[] {
  const clause = '9.6.1'
  const subnet = parseSubnet(value)
  if (subnet === undefined) {
    const message = `after ${operator} stands an IPv4 or IPv6 address, or a CIDR block`
    return [{ code: 'invalid-subnet', severity: 'error', message, span, clause }]
  }
  const family = FAMILIES[path.type]
  if (family === undefined || family === subnet.family || path.steps.length > 1) return []
  const message = `an address of ${path.type} is never in a set of ${subnet.family} addresses`
  return [{ code: 'invalid-subnet', severity: 'error', message, span, clause }]
}

const FAMILIES: Readonly<Record<string, 'ipv4' | 'ipv6'>> = { 'ipv4-addr': 'ipv4', 'ipv6-addr': 'ipv6' }
