import { breathe, isOutOfBreath } from './breath.ts'
import { pointerOf } from '../validate/pointer.ts'
import { RecordList } from './record-list.ts'
import type { Scan } from './scan.ts'
import type { ByteSource } from './source.ts'
import type { ContainerKind, Splitter } from './split.ts'
import { Unit } from './unit.ts'

/** What the walk comes across. */
export type Step =
  /** An object that is a document, or the first of some loose records (`gather`). */
  | { kind: 'unit'; unit: Unit }
  /** The end of an object whose documents have been met one by one. */
  | { kind: 'wrapper'; unit: Unit }
  /** A list of loose records, at its end. */
  | { kind: 'gathered'; list: RecordList }
  /** A value where an object should be. */
  | { kind: 'stray'; start: number; end: number; array: boolean; pointer: string; line: number }
  /** A list of documents without any. */
  | { kind: 'empty'; pointer: string; line: number }
  /** Text that is not JSON; only in lines does the walk go on after it. */
  | { kind: 'broken'; problem: string; start: number; end: number; line: number }
  | { kind: 'end' }

/** What an entered container is for. */
type Role =
  /** An object at the top, under `response`, or in a container. */
  | 'unit'
  /** The object under `Event`. */
  | 'event'
  /** A list of units, or of loose records. */
  | 'container'
  /** A list whose items are records. */
  | 'list'

interface Frame {
  role: Role
  items: number
}

/**
 * Follows the shapes in which documents come: `response`, `Event`, lists, one value after another.
 * Everything else is passed over; nothing is parsed.
 */
export class Walk {
  readonly #source: ByteSource
  readonly #scan: Scan
  readonly #splitter: Splitter
  readonly #frames: Frame[] = []
  readonly #units: Unit[] = []
  /** The list that is being read: of records in a unit, or of loose ones. */
  #list: RecordList | undefined
  #gathered: { list: RecordList; depth: number } | undefined
  #nextRole: Role = 'unit'
  #stopped = false

  constructor(source: ByteSource, scan: Scan) {
    this.#source = source
    this.#scan = scan
    this.#splitter = scan.splitter
    this.#splitter.descend = (kind) => this.#descend(kind)
  }

  /** The next step; waits now and then, so that signals get through. */
  async next(): Promise<Step> {
    for (;;) {
      if (isOutOfBreath()) await breathe()
      const step = this.#step()
      if (step !== undefined) return step
    }
  }

  /** Says that this unit, and whatever follows it in its list, are records: they come as one list at its end. */
  gather(unit: Unit): void {
    const list = new RecordList(this.#source, unit.start, parentOf(unit.pointer))
    list.add(unit.start, unit.end, unit.tooDeep)
    this.#gathered = { list, depth: this.#frames.length }
  }

  #step(): Step | undefined {
    if (this.#stopped) return this.#endGathered() ?? { kind: 'end' }
    switch (this.#scan.next()) {
      case 'open':
        return this.#open()
      case 'value':
        return this.#value()
      case 'close':
        return this.#close()
      case 'broken':
        return this.#broken()
      case 'end':
    }
    return this.#endGathered() ?? { kind: 'end' }
  }

  #descend(kind: ContainerKind): boolean {
    const role = this.#roleOf(kind, this.#splitter.key)
    if (role !== undefined) this.#nextRole = role
    return role !== undefined
  }

  #roleOf(kind: ContainerKind, key: string | number | undefined): Role | undefined {
    const array = kind === 'array'
    switch (this.#frames.at(-1)?.role) {
      case 'list':
        return undefined
      case 'event':
        return array && (key === 'Attribute' || key === 'Object') ? 'list' : undefined
      case 'container':
        return array || this.#isGathering() ? undefined : 'unit'
      case 'unit':
        return this.#roleInUnit(array, key)
      case undefined:
    }
    if (this.#isGathering()) return undefined
    return array ? 'container' : 'unit'
  }

  #roleInUnit(array: boolean, key: string | number | undefined): Role | undefined {
    if (key === 'response' && this.#frames.length === 1) return array ? 'container' : 'unit'
    if (key === 'Event') return array ? 'container' : 'event'
    return array && (key === 'Attribute' || key === 'Object' || key === 'objects') ? 'list' : undefined
  }

  #isGathering(): boolean {
    return this.#gathered?.depth === this.#frames.length
  }

  #open(): undefined {
    const path = this.#splitter.path().slice(0, -1)
    const parent = this.#frames.at(-1)
    const unit = this.#units.at(-1)
    this.#meet(path.at(-1))
    this.#frames.push({ role: this.#nextRole, items: 0 })
    switch (this.#nextRole) {
      case 'unit':
        this.#units.push(
          new Unit(this.#source, this.#splitter.start, pointerTo(path), this.#splitter.line + 1, path[0] === 'response'),
        )
        if (unit !== undefined) unit.opened = true
        break
      case 'container':
        if (unit !== undefined) unit.opened = true
        break
      case 'list':
        this.#list = unit!.openList(
          parent!.role === 'event' ? `Event/${path.at(-1)}` : String(path.at(-1)),
          this.#splitter.start + 1,
        )
        break
      case 'event':
        break
    }
  }

  /** Counts an item of a list, and notes a key of a unit or of its event. */
  #meet(key: string | number | undefined): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    frame.items++
    if (typeof key !== 'string') return
    this.#units.at(-1)!.meet(frame.role === 'event' ? `Event/${key}` : key)
  }

  #value(): Step | undefined {
    const { start, end, tooDeep, kind, key } = this.#splitter
    const role = this.#frames.at(-1)?.role
    if (role === 'list') {
      this.#list!.add(start, end, tooDeep)
      return undefined
    }
    this.#meet(key)
    if (role === 'unit' || role === 'event') {
      if (tooDeep) this.#units.at(-1)!.tooDeep = true
      return undefined
    }
    if (this.#isGathering()) {
      this.#gathered!.list.add(start, end, tooDeep)
      return undefined
    }
    return {
      kind: 'stray',
      start,
      end,
      array: kind === 'array',
      pointer: pointerTo(this.#splitter.path()),
      line: this.#splitter.line + 1,
    }
  }

  #close(): Step | undefined {
    const { end, line } = this.#splitter
    const { role, items } = this.#frames.at(-1)!
    switch (role) {
      case 'list':
        this.#frames.pop()
        this.#units.at(-1)!.closeList(this.#list!, end - 1)
        return undefined
      case 'event':
        this.#frames.pop()
        return undefined
      case 'container': {
        const gathered = this.#endGathered()
        this.#frames.pop()
        if (gathered !== undefined || items > 0) return gathered
        return { kind: 'empty', pointer: pointerTo(this.#splitter.path()), line: line + 1 }
      }
      case 'unit':
    }
    this.#frames.pop()
    const unit = this.#units.pop()!
    unit.end = end
    return { kind: unit.opened ? 'wrapper' : 'unit', unit }
  }

  #broken(): Step {
    const { problem, start, end, line } = this.#splitter
    this.#frames.length = 0
    this.#units.length = 0
    if (!this.#isGathering()) this.#gathered = undefined
    this.#stopped = !this.#splitter.lines
    return { kind: 'broken', problem, start, end, line: line + 1 }
  }

  #endGathered(): Step | undefined {
    if (!this.#isGathering()) return undefined
    const { list } = this.#gathered!
    this.#gathered = undefined
    return { kind: 'gathered', list }
  }
}

function pointerTo(path: readonly (string | number | undefined)[]): string {
  return pointerOf(path.map((key) => key ?? '…'))
}

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')))
}
