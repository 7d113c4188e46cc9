import { markingOfTag, tagOfMarking, tlpRank } from '../stix/marking.ts'
import type { Marking } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { difference, restore, shortHash } from './residue.ts'
import type { Residue } from './residue.ts'

/** The tags of one element, divided into what STIX says by markings and what it says by labels. */
export interface SplitTags {
  markings: Marking[]
  labels: string[]
  /** 0-100 from the strictest `misp:confidence-level`, or `undefined`. */
  confidence: number | undefined
}

const NO_TAGS: SplitTags = { markings: [], labels: [], confidence: undefined }

/** `misp:confidence-level` of the MISP taxonomy on STIX' scale; the lowest of several counts. */
const CONFIDENCE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    'completely-confident': 100,
    'usually-confident': 75,
    'fairly-confident': 50,
    'rarely-confident': 25,
    unconfident: 0,
  }),
)

/** A label that no tag may be written as, because reading would take it for MISP's own. */
const RESERVED_LABEL = /^misp:(type|category|name|meta-category|tool|to_ids|galaxy-name|galaxy-type|data-layer|context-layer)=/

/** Divides a `Tag` list. What is no record with a name is left to the residue. */
export function splitTags(list: unknown): SplitTags {
  if (!Array.isArray(list) || list.length === 0) return NO_TAGS
  const split: SplitTags = { markings: [], labels: [], confidence: undefined }
  for (const { name } of recordsIn(list)) {
    if (typeof name !== 'string') continue
    const marking = markingOfTag(name)
    if (marking !== undefined) {
      if (!split.markings.includes(marking)) split.markings.push(marking)
    } else if (isLabel(name) && !split.labels.includes(name)) {
      split.labels.push(name)
    }
    const confidence = CONFIDENCE.get(/^misp:confidence-level="([a-z-]+)"$/.exec(name)?.[1] ?? '')
    if (confidence !== undefined) split.confidence = Math.min(split.confidence ?? 100, confidence)
  }
  return split
}

function isLabel(name: string): boolean {
  return name !== '' && name.isWellFormed() && !isReserved(name)
}

function isReserved(label: string): boolean {
  return label.startsWith('misp:') && RESERVED_LABEL.test(label)
}

/** The markings that hold on an object with several users or an inner element: one TLP, the strictest, and all statements. */
export function strictest(...lists: readonly (readonly Marking[])[]): readonly Marking[] {
  const filled = lists.filter((list) => list.length > 0)
  if (filled.length < 2 && (filled[0]?.length ?? 0) < 2) return filled[0] ?? []
  let tlp: Marking | undefined
  const others: Marking[] = []
  for (const marking of filled.flat()) {
    if (marking.tlp === undefined) {
      if (!others.includes(marking)) others.push(marking)
    } else if (tlp === undefined || tlpRank(marking.tlp) > tlpRank(tlp.tlp as NonNullable<Marking['tlp']>)) {
      tlp = marking
    }
  }
  const merged = tlp === undefined ? others : [tlp, ...others]
  const same = filled.find((list) => list.length === merged.length && merged.every((marking) => list.includes(marking)))
  return same ?? merged
}

/** What the tags of an element read as: labels that are not MISP's own, and markings that its container does not have. */
export function readTags(
  object: StixObject,
  inherited: ReadonlySet<string>,
  definitionOf: (id: string) => StixObject | undefined,
): string[] {
  const names: string[] = []
  const { object_marking_refs: markings, labels } = object
  if (Array.isArray(markings)) {
    for (const id of markings) {
      if (typeof id !== 'string' || inherited.has(id)) continue
      const tag = tagOfMarking(id, definitionOf(id))
      if (tag !== undefined) names.push(tag)
    }
  }
  if (Array.isArray(labels)) {
    for (const label of labels) if (typeof label === 'string' && !isReserved(label)) names.push(label)
  }
  return names
}

/** The name under which a tag reads back: the canonical tag of its marking, or itself. */
function readsAs(name: string): string {
  const marking = markingOfTag(name)
  return marking === undefined ? name : (tagOfMarking(marking.id, marking.object) ?? name)
}

/** What the names alone do not say of a `Tag` list: facts by tag, and tags that no name stands for. */
export interface TagResidue {
  /** Short hash of the name as it reads back -> what else is known of the tag. */
  tags?: Record<string, Residue>
  /** Tags that stand in no label and no marking of their own. */
  loose?: unknown[]
  /** Names that read back and were not there. */
  extra?: string[]
}

/** Compares the tags as they were with the names that read back. */
export function tagDifference(list: readonly unknown[], names: readonly string[]): TagResidue {
  const left = [...names]
  const tags: Record<string, Residue> = {}
  const loose: unknown[] = []
  for (const tag of list) {
    const name = (tag as MispRecord | null)?.['name']
    const known = typeof name === 'string' ? knownTag(name, tag as MispRecord) : undefined
    const at = known === undefined ? -1 : left.indexOf(known.read)
    if (at < 0 || known === undefined) {
      loose.push(tag)
      continue
    }
    left.splice(at, 1)
    if (known.facts !== undefined) tags[shortHash(known.read)] = known.facts
  }
  return {
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(loose.length > 0 && { loose }),
    ...(left.length > 0 && { extra: left.map(shortHash) }),
  }
}

/** What is left of a record when its tags are told by names: what to carry of them, and the keys that need no comparison. */
export interface Untagged {
  carried: { tags?: Record<string, Residue>; untagged?: string[] }
  record: MispRecord
  skip: ReadonlySet<string> | undefined
}

const SKIP_TAG: ReadonlySet<string> = new Set(['Tag'])

/** Takes from a record the tags that `names` stand for; tags that they do not stand for stay in it. */
export function takeTags(record: MispRecord, names: readonly string[], skip: ReadonlySet<string> | undefined): Untagged {
  if (names.length === 0) return { carried: {}, record, skip }
  const list = Array.isArray(record['Tag']) ? record['Tag'] : []
  const { tags, loose, extra } = tagDifference(list, names)
  const carried = { ...(tags !== undefined && { tags }), ...(extra !== undefined && { untagged: extra }) }
  if (loose !== undefined) return { carried, record: { ...record, Tag: loose }, skip }
  if (list.length === 0) return { carried, record, skip }
  return { carried, record, skip: skip === undefined ? SKIP_TAG : new Set([...skip, 'Tag']) }
}

/** A tag as it was last met, the name that it reads back as, and what that does not say of it. */
interface KnownTag {
  tag: MispRecord
  read: string
  facts: Residue | undefined
}

const knownTags = new Map<string, KnownTag>()

/** The same tag on thousands of attributes is compared once. */
function knownTag(name: string, tag: MispRecord): KnownTag {
  const known = knownTags.get(name)
  if (known !== undefined && isSame(tag, known.tag)) return known
  const read = readsAs(name)
  const made = { tag, read, facts: difference(tag, { name: read }) }
  if (knownTags.size > 5000) knownTags.clear()
  knownTags.set(name, made)
  return made
}

/** To the order of the keys: what comes out must not depend on what was met before. */
function isSame(tag: MispRecord, other: MispRecord): boolean {
  const keys = Object.keys(tag)
  const others = Object.keys(other)
  return keys.length === others.length && keys.every((key, at) => key === others[at] && tag[key] === other[key])
}

/** The `Tag` list from names and facts. */
export function restoreTags(names: readonly string[], residue: TagResidue): MispRecord[] {
  const extra = [...(residue.extra ?? [])]
  const tags: MispRecord[] = []
  for (const name of names) {
    const hash = shortHash(name)
    const at = extra.indexOf(hash)
    if (at >= 0) {
      extra.splice(at, 1)
      continue
    }
    const facts = residue.tags?.[hash]
    tags.push(facts === undefined ? { name } : restore({ name }, facts))
  }
  return [...tags, ...((residue.loose ?? []) as MispRecord[])]
}

/** The tag facts of a carrier. */
export function tagResidue(residue: Record<string, unknown> | undefined): TagResidue {
  const { tags, untagged } = residue ?? {}
  return {
    ...(isRecord(tags) && { tags: tags as Record<string, Residue> }),
    ...(Array.isArray(untagged) && { extra: untagged.map(String) }),
  }
}
