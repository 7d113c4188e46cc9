import { scoId } from '../../stix/id.ts'
import { isObservableType } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { isRecord, recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Filler, Reading, Resolve } from '../../mapping/binding.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { readRow, splitValue } from '../../mapping/row.ts'
import type { Row } from '../../mapping/row.ts'
import { bestShape } from '../../mapping/shape.ts'
import { asText, isTrue } from '../text.ts'

/** An observable with other values, and the observables behind it that had to change for that. */
export interface RevisedObservable {
  object: StixObject
  parts: StixObject[]
}

/** A value that an analyst changed, by the name under which the row reads it; `undefined`: it was deleted. */
interface Edit {
  name: string
  was: string
  is: string | undefined
}

/** Puts the values of an edited element where its row reads them; `undefined` where nothing was edited that stands in the object. */
export function reviseObservable(
  mappings: Mappings,
  resolve: Resolve,
  object: StixObject,
  was: MispRecord,
  is: MispRecord,
): RevisedObservable | undefined {
  const isAttribute = was['type'] !== undefined
  if (isAttribute && was['type'] !== is['type']) return undefined
  const rows = isAttribute ? mappings.ofShape(object.type) : mappings.objectsOfShape(object.type)
  const row = bestShape(
    rows.filter(({ name }) => name === (isAttribute ? was['type'] : was['name'])),
    object,
    resolve,
  )?.row
  if (row === undefined) return undefined
  const edits = isAttribute ? slotEdits(row, was, is) : relationEdits(was, is)
  const readings = readRow(row, object, resolve)
  const writer = new Writer(resolve)
  let revised = object
  for (const edit of edits) {
    const reading = readings.find(({ filler, value }) => filler.name === edit.name && asText(value) === edit.was)
    if (reading !== undefined) revised = writer.put(revised, reading, edit) ?? revised
  }
  return revised === object ? undefined : { object: revised, parts: writer.parts }
}

function slotEdits(row: Row, was: MispRecord, is: MispRecord): Edit[] {
  const [old, now] = [was, is].map(({ value }) => splitValue(row, asText(value)) ?? [])
  return row.slots.flatMap((name, at) => {
    const [before, after] = [old?.[at], now?.[at]]
    return before === undefined || after === undefined || before === after ? [] : [{ name, was: before, is: after }]
  })
}

function relationEdits(was: MispRecord, is: MispRecord): Edit[] {
  const now = new Map(
    recordsIn(is['Attribute'])
      .filter(({ deleted }) => !isTrue(deleted))
      .map((attribute) => [asText(attribute['uuid']).toLowerCase(), attribute]),
  )
  return recordsIn(was['Attribute']).flatMap((attribute) => {
    const after = now.get(asText(attribute['uuid']).toLowerCase())
    const [before, value] = [asText(attribute['value']), after === undefined ? undefined : asText(after['value'])]
    return before === value ? [] : [{ name: asText(attribute['object_relation']), was: before, is: value }]
  })
}

type Holder = Record<string, unknown>

/** Writes values into copies of objects. */
class Writer {
  readonly parts: StixObject[] = []
  private readonly resolve: Resolve

  constructor(resolve: Resolve) {
    this.resolve = (id) => this.parts.find((part) => part.id === id) ?? resolve(id)
  }

  /** A copy of the object with the value in its place; `undefined` where it cannot stand there. */
  put(object: StixObject, { alias, bind, filler }: Reading, { name, was, is }: Edit): StixObject | undefined {
    const filling = (alias ?? bind).fillers.find((each) => each.name === name && each.codec === filler.codec) ?? filler
    const encoded = is === undefined ? undefined : filling.codec.encode(is)
    if (is !== undefined && encoded === undefined) return undefined
    const copy = structuredClone(object)
    return this.write(copy, copy, filling, 0, was, encoded) ? withId(copy, object) : undefined
  }

  private write(object: StixObject, holder: Holder, filler: Filler, at: number, was: string, encoded: unknown): boolean {
    const step = filler.walk[at]
    if (step === undefined) return false
    const held = holder[step.key]
    const list: unknown[] = Array.isArray(held) ? held : [held]
    for (const [index, value] of list.entries()) {
      const next = this.replaced(object, filler, at, value, was, encoded)
      if (next === NOT_HERE) continue
      if (!Array.isArray(held)) setOrDelete(holder, step.key, next)
      else if (next === undefined) held.splice(index, 1)
      else held[index] = next
      if (Array.isArray(held) && held.length === 0) delete holder[step.key]
      return true
    }
    return false
  }

  private replaced(object: StixObject, filler: Filler, at: number, value: unknown, was: string, encoded: unknown): unknown {
    const step = filler.walk[at]
    if (step?.op === 'ref') {
      const target = typeof value === 'string' ? this.resolve(value) : undefined
      if (target === undefined) return NOT_HERE
      const copy = structuredClone(target)
      if (!this.write(copy, copy, filler, at + 1, was, encoded)) return NOT_HERE
      if (encoded === undefined) return undefined
      const part = withId(copy, target)
      this.parts.push(part)
      return part.id
    }
    if (at === filler.walk.length - 1) return asText(filler.codec.decode(value) ?? '') === was ? encoded : NOT_HERE
    return isRecord(value) && this.write(object, value, filler, at + 1, was, encoded) ? value : NOT_HERE
  }
}

const NOT_HERE = Symbol('not here')

function setOrDelete(holder: Holder, key: string, value: unknown): void {
  if (value === undefined) delete holder[key]
  else holder[key] = value
}

/** An observable whose id follows from what it says gets another one. */
function withId(copy: StixObject, before: StixObject): StixObject {
  return isObservableType(before.type) && scoId(before) === before.id ? { ...copy, id: scoId(copy) } : copy
}
