import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak, SpeakOf } from '../rule.ts'
import { shown } from '../shown.ts'

/** A marking does not mark itself, not by way of others either. */
export const MARKING_CIRCULAR: Rule = {
  code: 'marking-circular',
  severity: 'error',
  clause: '3.2',
  about: 'A marking definition is not marked with itself, nor with one that is marked with it.',
  advice: 'Remove the reference, or mark it with another one.',
  open(speak) {
    const marked = new Map<string, Marked>()
    return {
      object(object, index) {
        if (object.type === 'marking-definition' && typeof object.id === 'string') add(object, index, marked)
      },
      end: () => findCycles(marked, speak),
    }
  },
}

interface Marked {
  index: number
  /** The marking definitions that mark it, and where that is said. */
  by: [id: string, path: string][]
}

function add(object: StixObject, index: number, marked: Map<string, Marked>): void {
  const by: Marked['by'] = []
  collect(object, (path, id) => by.push([id, path]))
  if (by.length > 0) marked.set(object.id, { index, by })
}

function collect({ object_marking_refs: refs, granular_markings: markings }: StixObject, found: Speak): void {
  if (Array.isArray(refs))
    for (const [at, id] of refs.entries()) if (typeof id === 'string') found(under('/object_marking_refs', at), id)
  if (!Array.isArray(markings)) return
  for (const [at, marking] of markings.entries()) {
    const id: unknown = isRecord(marking) ? marking['marking_ref'] : undefined
    if (typeof id === 'string') found(`${under('/granular_markings', at)}/marking_ref`, id)
  }
}

/** Goes through the references depth first, without recursion: each is followed once. What leads back onto the way closes a circle. */
function findCycles(marked: ReadonlyMap<string, Marked>, speak: SpeakOf): void {
  const done = new Set<string>()
  for (const start of marked.keys()) {
    if (done.has(start)) continue
    const way: { id: string; next: number }[] = [{ id: start, next: 0 }]
    const onWay = new Set([start])
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const reference = marked.get(step.id)?.by[step.next++]
      if (reference === undefined) {
        done.add(step.id)
        onWay.delete(step.id)
        way.pop()
        continue
      }
      const [id, path] = reference
      if (onWay.has(id)) speak(marked.get(step.id)?.index ?? -1, step.id, path, messageOf(id, step.id))
      else if (marked.has(id) && !done.has(id)) {
        way.push({ id, next: 0 })
        onWay.add(id)
      }
    }
  }
}

function messageOf(id: string, own: string): string {
  if (id === own) return 'the marking definition is marked with itself'
  return `${shown(id, 120)} is marked with this marking definition in its turn: markings do not go round in circles`
}
