import type { StixObject } from '../../src/index.ts'

// What a bundle of MISP or misp-stix says, read off its JSON in the plainest way: an oracle that shares nothing with the readers.

/** One thing that an event read from the bundle has to hold. */
export interface Fact {
  /** The STIX object that says it. */
  id: string
  /** Where it stands in there, or what it is. */
  at: string
  /** UUID of the MISP element that has to hold it. */
  uuid: string
  /** What it says, as text. */
  text: string
  /** Does it make the attribute that holds it a to_ids one? */
  detects?: true
}

/** A MISP element as its labels name it. */
export interface Named {
  id: string
  uuid: string
  kind: 'attribute' | 'object'
  name: string
  category: string | undefined
}

/** Properties that say nothing which MISP holds, and why. Keys as they stand in STIX, whatever object they are on. */
export const STRUCTURE: Readonly<Record<string, string>> = {
  type: 'names the object type',
  id: 'checked apart',
  spec_version: 'names the version of STIX',
  created: 'MISP has one time for each element, which is `modified`',
  modified: 'checked apart',
  created_by_ref: 'checked apart, on the container',
  labels: 'checked apart',
  object_refs: 'followed',
  is_multipart: 'STIX requires it',
  source_name: 'names the source of the id or URL beside it',
  identity_class: 'says which template the identity is',
  is_family: 'says that the SDO stands for a cluster',
  pattern_type: 'says how to read the pattern, which is checked',
  pattern_version: 'says how to read the pattern, which is checked',
  valid_from: 'repeats `modified`',
  content_disposition: 'says that the file is an attachment',
}

/** Which of them occurred. */
export const structureSeen = new Set<string>()

/** Templates in which a protocol is a relation; elsewhere STIX requires one and misp-stix makes it up. */
const WITH_PROTOCOL = new Set(['netflow', 'network-connection', 'network-socket', 'ip-port'])

/** How MISP keeps samples: an archive, of which only `artifact` objects say so themselves. */
const ARCHIVE: Readonly<Record<string, string>> = {
  mime_type: 'application/zip',
  encryption_algorithm: 'mime-type-indicated',
  decryption_key: 'infected',
}

/** The uuid of a STIX id. */
export function uuidIn(id: string): string {
  return id.slice(id.indexOf('--') + 2)
}

/** The value of a label of MISP's own, such as `misp:type="md5"`. */
export function label(object: StixObject, key: string): string | undefined {
  for (const text of labelsOf(object)) {
    const parts = new RegExp(`^misp:${key}="(.*)"$`, 's').exec(text)
    if (parts !== null) return parts[1]
  }
  return undefined
}

/** All labels of an object. */
export function labelsOf(object: StixObject): string[] {
  return Array.isArray(object['labels']) ? (object['labels'] as string[]) : []
}

/** The element that an object names by its labels or its type. */
export function namedBy(object: StixObject): Named | undefined {
  const uuid = uuidIn(object.id)
  const type = label(object, 'type') ?? (object.type === 'x-misp-attribute' ? String(object['x_misp_type']) : undefined)
  if (type !== undefined) return { id: object.id, uuid, kind: 'attribute', name: type, category: label(object, 'category') }
  const name = label(object, 'name') ?? (object.type === 'x-misp-object' ? String(object['x_misp_name']) : undefined)
  if (name === undefined) return undefined
  return { id: object.id, uuid, kind: 'object', name, category: label(object, 'meta-category') }
}

/** All values that an object and the observables behind it say of the element with this uuid. */
export function* factsOf(object: StixObject, resolve: (id: string) => StixObject | undefined): Generator<Fact> {
  for (const fact of everythingIn(object, resolve)) if (!isSaidOtherwise(fact, object)) yield fact
}

function* everythingIn(object: StixObject, resolve: (id: string) => StixObject | undefined): Generator<Fact> {
  const uuid = uuidIn(object.id)
  if (object.type === 'observed-data') {
    for (const observable of observablesOf(object, resolve))
      for (const { at, text } of leavesOf(observable, observable.type)) yield { id: object.id, at, uuid, text }
    return
  }
  for (const { at, text } of leavesOf(object, '')) if (at !== '.pattern') yield { id: object.id, at, uuid, text }
  if (typeof object['pattern'] === 'string') yield* patternFacts(object, object['pattern'], uuid)
}

/** What the kind of the element says, or a number beside it. */
function isSaidOtherwise({ at, text }: Fact, object: StixObject): boolean {
  const key = at
    .replaceAll(/\[\d*\]/g, '')
    .split(/[.:]/)
    .at(-1) as string
  const name = namedBy(object)?.name ?? ''
  if (key === 'protocols') return !WITH_PROTOCOL.has(name) || text === 'ipv4'
  if (key === 'account_type') return name.includes(text)
  if (/explanation$|opinion$/.test(key) && isFalsePositive(object)) return true
  if (key === 'opinion') return Object.hasOwn(object, 'x_misp_opinion')
  if (name === 'artifact') return false
  return ARCHIVE[key] === text || (key === 'mime_type' && /content_ref|^artifact/.test(at)) // guessed from the name
}

/** A sighting of type 1. */
export function isFalsePositive(object: StixObject): boolean {
  return [object['explanation'], object['x_misp_explanation']].includes('False positive Sighting')
}

function observablesOf(object: StixObject, resolve: (id: string) => StixObject | undefined): StixObject[] {
  const inner = object['objects']
  if (typeof inner === 'object' && inner !== null) return Object.values(inner) as StixObject[]
  return ((object['object_refs'] ?? []) as string[]).flatMap((id) => resolve(id) ?? [])
}

function* leavesOf(value: unknown, at: string): Generator<{ at: string; text: string }> {
  if (Array.isArray(value)) {
    for (const item of value) yield* leavesOf(item, `${at}[]`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (Object.hasOwn(STRUCTURE, key)) structureSeen.add(key)
      if (Object.hasOwn(STRUCTURE, key) || /_refs?$/.test(key)) continue
      if (key === 'contact_information') yield* contactsOf(String(inner), `${at}.${key}`)
      else if (key === 'kill_chain_phases') yield* phasesOf(inner as KillChainPhase[], `${at}.${key}`)
      else yield* leavesOf(inner, `${at}.${key}`)
    }
  } else {
    yield { at, text: String(value) }
  }
}

/** misp-stix joins several relations into one text: `phone-number: 1; 2 / e-mail: a@b.example`. */
function* contactsOf(text: string, at: string): Generator<{ at: string; text: string }> {
  for (const part of text.split(' / ')) for (const value of part.replace(/^[a-z-]+: /, '').split('; ')) yield { at, text: value }
}

interface KillChainPhase {
  kill_chain_name: string
  phase_name: string
}

/** MISP has one text for a phase and its chain; the chain `misp-category` repeats a label. */
function* phasesOf(phases: readonly KillChainPhase[], at: string): Generator<{ at: string; text: string }> {
  for (const { kill_chain_name: chain, phase_name: phase } of phases)
    if (chain !== 'misp-category') yield { at, text: `${chain}:${phase}` }
}

function* patternFacts(object: StixObject, pattern: string, uuid: string): Generator<Fact> {
  if ((object['pattern_type'] ?? 'stix') !== 'stix' || label(object, 'name') === 'stix2-pattern') {
    yield { id: object.id, at: 'pattern', uuid, text: pattern.replace(/^\[([^]*)\]$/, '$1'), detects: true }
    return
  }
  for (const [, path = '', literal = ''] of pattern.matchAll(/([a-z0-9-]+:[^ ]+) = '((?:[^'\\]|\\.)*)'/gs)) {
    const key = path.slice(path.lastIndexOf('.') + 1)
    if (path.endsWith('_ref.type') || Object.hasOwn(STRUCTURE, key)) continue
    // misp-stix escapes percent signs too
    const text = literal.replaceAll(/\\(.)/gs, '$1').replaceAll(String.raw`\%`, '%')
    yield { id: object.id, at: path, uuid, text, detects: true }
  }
}
