import { MODEL } from '../../model.ts'
import type { Path } from '../ast.ts'
import { excerpt } from '../pattern-error.ts'
import type { Finding } from './finding.ts'

/** Names that the specification does not have must still be such as types and properties can have (sections 3.1, 7.3.2 and 11). */
export function checkNames({ type, steps, span }: Path, findings: Finding[]): void {
  const model = MODEL[type]
  if (model === undefined && !isTypeName(type)) {
    const message = `${excerpt(type)} cannot be a type: the name of a type has 3 to 250 of a-z, 0-9 and single hyphens, the first a letter`
    findings.push({
      code: 'name-form',
      severity: 'error',
      message,
      span: { start: span.start, end: span.start + type.length },
      clause: '3.1',
    })
  }
  const [first] = steps
  if (first?.kind !== 'property' || first.name === 'id' || isPropertyName(first.name)) return
  const message = `${excerpt(first.name)} cannot be a property: its name has 3 to 250 of a-z, 0-9 and _, the first a letter`
  findings.push({ code: 'name-form', severity: 'error', message, span: first.span, clause: '3.1' })
}

function isTypeName(name: string): boolean {
  return TYPE.test(name) && !name.includes('--')
}

function isPropertyName(name: string): boolean {
  return PROPERTY.test(name)
}

const TYPE = /^[a-z][a-z0-9-]{2,249}$/
const PROPERTY = /^[a-z][a-z0-9_]{2,249}$/
