import type { Comparison, Literal, SetComparison, StringComparison } from '../ast.ts'
import type { CompiledRegex, RegexCompiler, RegexFault } from '../match/regex.ts'
import { parseSubnet } from '../match/subnet.ts'
import type { Finding } from './finding.ts'
import { regexSyntaxFault } from './regex-syntax.ts'

/** What is wrong with the constants of a comparison, whatever it compares. */
export function checkConstants(comparison: Comparison, regexes: RegexCompiler | undefined, findings: Finding[]): void {
  switch (comparison.operator) {
    case 'IN':
      checkSet(comparison, findings)
      for (const value of comparison.values) checkRange(value, findings)
      return
    case 'MATCHES':
      return checkRegex(comparison, regexes, findings)
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return checkSubnet(comparison, findings)
    case 'LIKE':
      return
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
  }
  checkRange(comparison.value, findings)
}

function checkSet({ values, negated, span }: SetComparison, findings: Finding[]): void {
  const clause = '9.6.1'
  if (values.length === 0) {
    const message = `the set after IN is empty: this is ${negated ? 'true of every value' : 'never true'}`
    findings.push({ code: 'empty-set', severity: 'warning', message, span, clause })
    return
  }
  const kinds = new Set(values.map(({ kind }) => (kind === 'float' ? 'integer' : kind)))
  if (kinds.size === 1) return
  const message = `the set after IN mixes ${[...kinds].join(' and ')}: its values must be of one type`
  findings.push({ code: 'mixed-set', severity: 'error', message, span, clause })
}

function checkRange(literal: Literal, findings: Finding[]): void {
  if (literal.kind !== 'integer' || typeof literal.value === 'number') return
  const message = 'integers reach from -(2^53 - 1) to 2^53 - 1'
  findings.push({ code: 'integer-range', severity: 'error', message, span: literal.span, clause: '2.10' })
}

function checkRegex({ value: { value, span } }: StringComparison, regexes: RegexCompiler | undefined, findings: Finding[]): void {
  const clause = '9.6.1'
  const fault = regexes === undefined ? overlooked(value) : faultOf(regexes(value))
  if (fault === undefined) return
  const { kind, message } = fault
  if (kind === 'malformed') {
    const text = `this is no regular expression: ${message}`
    findings.push({ code: 'invalid-regex', severity: 'error', message: text, span, clause })
  } else {
    const text = `this regular expression cannot be evaluated safely, in linear time: ${message}`
    findings.push({ code: 'unsupported-regex', severity: 'warning', message: text, span, clause })
  }
}

function faultOf(compiled: CompiledRegex): RegexFault | undefined {
  return 'fault' in compiled ? compiled.fault : undefined
}

function overlooked(text: string): RegexFault | undefined {
  const message = regexSyntaxFault(text)
  return message === undefined ? undefined : { kind: 'malformed', message }
}

function checkSubnet({ path, operator, value: { value, span } }: StringComparison, findings: Finding[]): void {
  const clause = '9.6.1'
  const subnet = parseSubnet(value)
  if (subnet === undefined) {
    const message = `after ${operator} stands an IPv4 or IPv6 address, or a CIDR block`
    findings.push({ code: 'invalid-subnet', severity: 'error', message, span, clause })
    return
  }
  const family = FAMILIES[path.type]
  if (family === undefined || family === subnet.family || path.steps.length > 1) return
  const message = `an address of ${path.type} is never in a set of ${subnet.family} addresses`
  findings.push({ code: 'invalid-subnet', severity: 'error', message, span, clause })
}

const FAMILIES: Readonly<Record<string, 'ipv4' | 'ipv6'>> = { 'ipv4-addr': 'ipv4', 'ipv6-addr': 'ipv6' }
