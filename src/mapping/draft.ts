import type { StixObject } from '../stix/types.ts'
import { ipType } from './binding.ts'
import type { Walk } from './binding.ts'

type Holder = Record<string, unknown>

/** An object in the making, with the objects that it points at. */
export class Draft {
  readonly object: StixObject
  private links: { holder: Holder; key: string; list: boolean; target: Draft }[] | undefined
  /** The entries and objects made for this one and for those behind it, by the way to them. */
  private made: Map<string, Holder | Draft> | undefined

  constructor(type: string, object: StixObject = { type, spec_version: '2.1', id: '' }) {
    this.object = object
  }

  /** Writes an encoded value at its place. Values at the same `position` share what the path makes one a value. */
  put(walk: readonly Walk[], value: unknown, position = 0): void {
    place(this.reach(walk, value, position, true) as Holder, walk, value)
  }

  /** Writes a value into every object, structure or entry on the way that something else has made. */
  complement(walk: readonly Walk[], value: unknown): void {
    for (let position = 0; position <= this.positions; position++) {
      const holder = this.reach(walk, value, position, false)
      if (holder === undefined) continue
      place(holder, walk, typeof value === 'object' ? structuredClone(value) : value)
      if (!walk.some(({ each }, at) => each && at < walk.length - 1)) return
    }
  }

  private positions = 0

  /** The object, structure or entry that the last step of a walk stands in. */
  private reach(walk: readonly Walk[], value: unknown, position: number, make: boolean): Holder | undefined {
    // oxlint-disable-next-line typescript/no-this-alias -- the object that the walk has come to
    let draft: Draft = this
    let holder: Holder = this.object
    let entry = ''
    for (let at = 0; at < walk.length - 1; at++) {
      const step = walk[at] as Walk
      if (step.op === 'key') {
        const known = holder[step.key] as Holder | undefined
        if (known === undefined && !make) return undefined
        holder = known ?? (holder[step.key] = {})
        continue
      }
      if (step.each && entry === '') {
        entry = `#${position}`
        if (make && position > this.positions) this.positions = position
      }
      const name = step.trail + entry
      let next = this.made?.get(name)
      if (next === undefined) {
        if (!make) return undefined
        next = step.op === 'ref' ? draft.link(holder, step) : entryIn(holder, step.key)
        this.made ??= new Map()
        this.made.set(name, next)
      }
      if (next instanceof Draft) {
        draft = next
        holder = next.object
        if (step.type === 'ip' && walk[at + 1]?.key === 'value') next.object.type = ipType(value)
      } else {
        holder = next
      }
    }
    return holder
  }

  private link(holder: Holder, { key, list, type }: Walk): Draft {
    const target = new Draft(type === 'ip' ? 'ipv4-addr' : type)
    this.links ??= []
    this.links.push({ holder, key, list, target })
    return target
  }

  /**
   * Gives every object its id, leaves first, and lists them: each before what it points at
   * (misp-stix loses an attribute whose address stands before its traffic).
   */
  finish(identify: (object: StixObject) => string, into: StixObject[] = []): StixObject[] {
    into.push(this.object)
    for (const { holder, key, list, target } of this.links ?? []) {
      target.finish(identify, into)
      if (list) append(holder, key, target.object.id)
      else holder[key] = target.object.id
    }
    this.object.id = identify(this.object)
    return into
  }
}

function place(holder: Holder, walk: readonly Walk[], value: unknown): void {
  const { key, list } = walk[walk.length - 1] as Walk
  if (list) append(holder, key, value)
  else holder[key] = value
}

function entryIn(holder: Holder, key: string): Holder {
  const entry: Holder = {}
  append(holder, key, entry)
  return entry
}

function append(holder: Holder, key: string, value: unknown): void {
  const known = holder[key] as unknown[] | undefined
  if (known === undefined) holder[key] = [value]
  else known.push(value)
}
