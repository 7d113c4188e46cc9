import { isLater, isSameMoment } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'

/** Something that an object has in common with one that passed before; of each the number of that one, from 0. */
export interface Earlier {
  /** The same id and the same `modified`. `isOther`: it surely says something else. */
  readonly twin: { readonly index: number; readonly isOther: boolean } | undefined
  /** The same id and another `created`. */
  readonly created: { readonly index: number; readonly text: string } | undefined
  /** The revoked version of the same id that is older than this object. */
  readonly revoked: { readonly index: number; readonly text: string } | undefined
  /** A version of the same id that is newer than this object, which is revoked. */
  readonly newer: { readonly index: number; readonly text: string } | undefined
  /** Another type that has the same UUID. */
  readonly type: { readonly index: number; readonly text: string } | undefined
}

/** The ids that passed, each with the little that rules about versions need: documents may hold millions of objects. */
export class SeenObjects {
  readonly #seen = new Map<string, Seen>()
  /** What the object that passed last has in common with those before it; `undefined`: its UUID is new. */
  earlier: Earlier | undefined

  add(object: StixObject, index: number): void {
    this.earlier = undefined
    const { id } = object
    if (typeof id !== 'string') return
    const uuid = uuidIn(id)
    const first = this.#seen.get(uuid)
    if (first === undefined) {
      this.#seen.set(uuid, new Seen(object, index))
      return
    }
    const seen = first.ofId(id)
    this.earlier = {
      twin: seen?.twinOf(object),
      created: seen?.otherCreated(object['created']),
      revoked: seen?.revokedBefore(object['modified']),
      newer: object['revoked'] === true ? seen?.newerThan(object['modified']) : undefined,
      type: first.type === object.type ? undefined : { index: first.index, text: first.type },
    }
    if (seen === undefined) first.addOther(object, index)
    else seen.addVersion(object, index)
  }

  /** Did an object of this id pass? */
  has(id: string): boolean {
    return this.#seen.get(uuidIn(id))?.ofId(id) !== undefined
  }

  /** Did one pass with this very `modified`? */
  hasVersion(id: string, modified: string): boolean {
    return this.#seen.get(uuidIn(id))?.ofId(id)?.hasVersion(modified) === true
  }
}

/** What stands behind the type; of what is no id, all. */
function uuidIn(id: string): string {
  return id.length > 38 ? id.slice(-36) : id
}

interface Version {
  readonly index: number
  readonly text: string
}

/** What is known only of ids that come more than once, or are revoked. */
interface More {
  /** `modified` -> object and fingerprint, once there are several. */
  versions?: Map<unknown, { index: number; print: number }>
  newest?: Version
  /** The oldest version that is revoked. */
  revoked?: Version
  /** The same UUID under other types. */
  others?: Map<string, Seen>
}

/** One id, in all its versions. Most have one, and take a few words of memory. */
class Seen {
  readonly type: string
  readonly index: number
  readonly #id: string
  readonly #created: unknown
  readonly #modified: unknown
  readonly #print: number
  #more: More | undefined

  constructor(object: StixObject, index: number) {
    const { type, id, created, modified } = object
    this.type = type
    this.index = index
    this.#id = id
    this.#created = created
    // Equal texts that were read apart are two: one of them goes
    this.#modified = modified === created ? created : modified
    this.#print = fingerprint(object)
    if (object['revoked'] === true && typeof modified === 'string') this.#more = { revoked: { index, text: modified } }
  }

  ofId(id: string): Seen | undefined {
    return this.#id === id ? this : this.#more?.others?.get(id)
  }

  addOther(object: StixObject, index: number): void {
    this.#more ??= {}
    this.#more.others ??= new Map()
    this.#more.others.set(object.id, new Seen(object, index))
  }

  addVersion(object: StixObject, index: number): void {
    const modified = object['modified']
    const more = (this.#more ??= {})
    more.versions ??= new Map([[this.#modified, { index: this.index, print: this.#print }]])
    if (!more.versions.has(modified)) more.versions.set(modified, { index, print: fingerprint(object) })
    if (typeof modified !== 'string') return
    const newest = this.#newest
    if (newest === undefined || isLater(modified, newest.text)) more.newest = { index, text: modified }
    if (object['revoked'] === true && (more.revoked === undefined || isLater(more.revoked.text, modified)))
      more.revoked = { index, text: modified }
  }

  hasVersion(modified: string): boolean {
    return modified === this.#modified || this.#more?.versions?.has(modified) === true
  }

  twinOf(object: StixObject): Earlier['twin'] {
    const modified = object['modified']
    const first = modified === this.#modified ? { index: this.index, print: this.#print } : undefined
    const known = this.#more?.versions?.get(modified) ?? first
    return known && { index: known.index, isOther: known.print !== fingerprint(object) }
  }

  otherCreated(created: unknown): Version | undefined {
    const own = this.#created
    if (typeof own !== 'string' || typeof created !== 'string' || isSameMoment(own, created)) return undefined
    return { index: this.index, text: own }
  }

  revokedBefore(modified: unknown): Version | undefined {
    const revoked = this.#more?.revoked
    return revoked !== undefined && typeof modified === 'string' && isLater(modified, revoked.text) ? revoked : undefined
  }

  newerThan(modified: unknown): Version | undefined {
    const newest = this.#newest
    return newest !== undefined && typeof modified === 'string' && isLater(newest.text, modified) ? newest : undefined
  }

  /** Made only when it is asked for: most objects have one version. */
  get #newest(): Version | undefined {
    return this.#more?.newest ?? (typeof this.#modified === 'string' ? { index: this.index, text: this.#modified } : undefined)
  }
}

/**
 * A number that is the same for equal objects, whatever the order of their keys. Different ones may share it. What is the default may be left
 * out (section 3.6): `false`, and `en` as the language.
 */
function fingerprint(object: StixObject): number {
  let sum = 0
  for (const key in object) {
    const value = object[key]
    if (value !== false && (key !== 'lang' || value !== 'en')) sum = (sum + key.length * 31 + printOf(value)) | 0
  }
  return sum
}

function printOf(value: unknown): number {
  if (typeof value === 'string') {
    const { length } = value
    return length === 0
      ? 7
      : (length * 131 + value.charCodeAt(0) * 17 + value.charCodeAt(length >> 1) * 257 + value.charCodeAt(length - 1)) | 0
  }
  if (typeof value === 'number') return Math.trunc(value * 1009) | 0
  if (Array.isArray(value)) return value.length * 65_537 + printOf(value[0])
  if (isRecord(value)) return Object.keys(value).length * 524_287
  return value === true ? 3 : 5
}
