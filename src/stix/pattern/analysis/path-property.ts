import { COMMON, MODEL, STRUCTURES, type Properties, type Property } from '../../model.ts'
import { VOCABULARY } from '../../vocabulary.ts'
import type { Path, Step } from '../ast.ts'
import type { Finding } from './finding.ts'

/** What stands at the end of a path: what each of the properties that it may be holds, and what is wrong with the way there. */
export interface PathProperty {
  /** None where the model does not know, or does not know all. A list as a whole is one that still has `list`. */
  readonly properties: readonly Property[]
  readonly findings: readonly Finding[]
}

/**
 * Follows a path through the object model (STIX 2.1, sections 6 and 9.7). Names that only an extension can explain, custom types
 * and references to any object end it without a finding.
 */
export function propertyAt(path: Path): PathProperty {
  const model = MODEL[path.type]
  if (model === undefined) return UNKNOWN
  if (model.group !== 'sco') {
    const message = `${path.type} is no cyber-observable: patterns are about these only`
    return failed({ code: 'not-an-observable', severity: 'error', message, span: path.span, clause: '9.7' })
  }
  let places = rootOf(path.type)
  for (const step of path.steps) {
    const next = step.kind === 'property' ? enter(places, step) : index(places, step)
    if (!Array.isArray(next)) return 'code' in next ? failed(next) : UNKNOWN
    places = next as readonly Property[]
  }
  return { properties: places, findings: [] }
}

const roots = new Map<string, readonly Property[]>()

/** An object of a cyber-observable type as a place to start from. */
function rootOf(type: string): readonly Property[] {
  let root = roots.get(type)
  if (root === undefined) {
    root = [{ kind: 'object', fields: { ...COMMON.sco, ...MODEL[type]?.properties } }]
    roots.set(type, root)
  }
  return root
}

const UNKNOWN: PathProperty = { properties: [], findings: [] }

function failed(finding: Finding): PathProperty {
  return { properties: [], findings: [finding] }
}

type Next = readonly Property[] | Finding | typeof UNKNOWN

/** The property of that name in each of the places that has one. */
function enter(places: readonly Property[], { name, span }: Step & { kind: 'property' }): Next {
  if (places.every(({ list }) => list)) {
    const message = `what stands before "${name}" is a list: it takes an index or [*]`
    return { code: 'list-without-index', severity: 'error', message, span, clause: '9.7.2' }
  }
  const next: Property[] = []
  for (const place of places) {
    if (place.kind === 'hashes') return checkHashName(name, span)
    const inner = innerProperty(place, name)
    if (inner === 'unknown') return UNKNOWN
    next.push(...inner)
  }
  if (next.length > 0) return next
  const message = `"${name}" is no property of STIX 2.1 here: only an extension can have put it there`
  return { code: 'unknown-property', severity: 'warning', message, span, clause: '9.7' }
}

function innerProperty(place: Property, name: string): readonly Property[] | 'unknown' {
  if (name.startsWith('x_')) return 'unknown'
  if (place.kind === 'identifier') return targetProperties(place, name)
  if (place.kind === 'dictionary') return place.values === undefined ? 'unknown' : [place.values]
  const fields = isStructure(place.kind) ? STRUCTURES[place.kind].fields : place.fields
  if (fields === undefined) return place.kind === 'object' ? 'unknown' : []
  const own = property(fields, name)
  // Beside the predefined extensions stand those of others
  if (own === undefined && Object.values(fields).every(({ kind }) => kind === 'object')) return 'unknown'
  return own === undefined ? [] : [own]
}

function targetProperties({ targets = [] }: Property, name: string): readonly Property[] | 'unknown' {
  if (targets.length === 0 || targets.some((type) => MODEL[type] === undefined)) return 'unknown'
  return targets.flatMap((type) => property(rootOf(type)[0]?.fields ?? {}, name) ?? [])
}

function property(fields: Properties, name: string): Property | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

function isStructure(kind: Property['kind']): kind is keyof typeof STRUCTURES {
  return Object.hasOwn(STRUCTURES, kind)
}

/** One entry of a list, or all of them. */
function index(places: readonly Property[], { span }: Step): Next {
  const entries = places.filter(({ list }) => list).map(({ list: _list, ...entry }): Property => entry)
  if (entries.length > 0) return entries
  const message = 'what stands before the index is no list'
  return { code: 'index-without-list', severity: 'error', message, span, clause: '9.7.2' }
}

/** A hash under a name that differs from the vocabulary in case, hyphens and underscores only. */
function checkHashName(name: string, span: Step['span']): Next {
  const known = VOCABULARY['hash-algorithm-ov'].find((word) => fold(word) === fold(name))
  if (known === undefined || known === name) return [{ kind: 'string' }]
  const message = `STIX 2.1 writes this hash '${known}'`
  return { code: 'hash-name', severity: 'warning', message, span, clause: '2.7' }
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}
