import { isRecord } from '../misp/types.ts'
import { MODEL } from '../stix/model.ts'
import { observationsIn, termsIn } from '../stix/pattern/analysis/terms.ts'
import type { StixObject } from '../stix/types.ts'
import { kindOfKey } from './extension-entries.ts'
import { patternOf } from './indicator-pattern.ts'
import { propertiesOf } from './places.ts'
import { under } from './pointer.ts'
import { visitUnknown } from './unknown-properties.ts'

/** What a custom name is given to (section 11). */
export type Named = 'type' | 'property' | 'extension'

/** `where`: how a message names the place; empty for the place that the path tells. */
export type NameVisitor = (named: Named, name: string, path: string, where: string) => void

/**
 * Calls the visitor for each name that the specification does not have: the type of the object, or else its properties, its extensions of
 * the older kind, and what its pattern names. A pattern names each once, and no more than a hundred.
 */
export function visitCustomNames(object: StixObject, visitor: NameVisitor): void {
  if (!(object.type in MODEL)) return visitor('type', object.type, '/type', '')
  visitUnknown(object, (key, _, path) => visitor('property', key, path(), ''))
  const { type, extensions } = object
  if (isRecord(extensions))
    for (const key in extensions) if (kindOfKey(type, key) === 'custom') visitor('extension', key, under('/extensions', key), '')
  if (type === 'indicator') visitPattern(object, visitor)
}

function visitPattern(object: StixObject, visitor: NameVisitor): void {
  const pattern = patternOf(object)?.pattern
  if (pattern === undefined) return
  const seen = new Set<string>()
  for (const { expression } of observationsIn(pattern)) {
    for (const { path } of termsIn(expression)) {
      const [first] = path.steps
      const isType = !(path.type in MODEL)
      const name = isType ? path.type : first?.kind === 'property' ? first.name : ''
      if (!isType && namesOf(path.type).has(name)) continue
      const key = isType ? name : `${path.type}:${name}`
      if (seen.has(key)) continue
      if (seen.size === MOST_IN_PATTERN) return
      seen.add(key)
      visitor(isType ? 'type' : 'property', name, '/pattern', isType ? ' in the pattern' : ` of ${path.type} in the pattern`)
    }
  }
}

const MOST_IN_PATTERN = 100

const names = new Map<string, ReadonlySet<string>>()

function namesOf(type: string): ReadonlySet<string> {
  const known = names.get(type)
  if (known !== undefined) return known
  const own = new Set(Object.keys(propertiesOf(type)))
  names.set(type, own)
  return own
}
