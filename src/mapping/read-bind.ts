import type { StixObject } from '../stix/types.ts'
import { fitsType } from './binding.ts'
import type { Bind, Filler, Walk } from './binding.ts'

/** One value as read: which filler of the bind it belongs to, and MISP's form of it. */
export interface Reading {
  bind: Bind
  filler: Filler
  value: unknown
  /** The spelling under which it was found, where that is not the bind's own. */
  alias?: Bind
}

/** Finds an object of the bundle, or of the observed data at hand. */
export type Resolve = (id: string) => StixObject | undefined

type Found = (bind: Bind, filler: Filler, value: unknown) => void

/** Reads all values that stand at a bind's place, in their order. What does not decode is left out. */
export function readBind(bind: Bind, object: StixObject, resolve: Resolve, found: Found): void {
  readAt(bind, bind.fillers, 0, object, resolve, found)
}

/** Reads on from one step; tells whether there was anything. */
function readAt(
  bind: Bind,
  fillers: readonly Filler[],
  at: number,
  holder: Readonly<Record<string, unknown>>,
  resolve: Resolve,
  found: Found,
): boolean {
  const walk = fillers[0]?.walk
  if (walk === undefined) return false
  const { op, key, index } = walk[at] as Walk
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined
  if (value === undefined || value === null) return false
  if (!Array.isArray(value)) return readOne(bind, fillers, at, value, resolve, found)
  // A path that names an entry of structures means that one; of references, the first that points at what it says
  const inner = at < walk.length - 1
  if (index !== undefined && inner && op === 'entry')
    return index < value.length && readOne(bind, fillers, at, value[index], resolve, found)
  let any = false
  for (const each of value) {
    if (readOne(bind, fillers, at, each, resolve, found)) any = true
    if (any && index !== undefined && inner) break
  }
  return any
}

function readOne(bind: Bind, fillers: readonly Filler[], at: number, value: unknown, resolve: Resolve, found: Found): boolean {
  const { walk } = fillers[0] as Filler
  if ((walk[at] as Walk).op === 'ref') {
    const target = typeof value === 'string' ? resolve(value) : undefined
    if (target === undefined) return false
    const fitting = fillers.filter((filler) => fitsType((filler.walk[at] as Walk).type, target.type))
    return readAt(bind, fitting, at + 1, target, resolve, found)
  }
  if (at === walk.length - 1) return readLeaf(bind, fillers, value, found)
  return (
    typeof value === 'object' && value !== null && readAt(bind, fillers, at + 1, value as Record<string, unknown>, resolve, found)
  )
}

function readLeaf(bind: Bind, fillers: readonly Filler[], value: unknown, found: Found): boolean {
  for (const filler of fillers) {
    const decoded = filler.codec.decode(value)
    if (decoded === undefined) continue
    found(bind, filler, decoded)
    return true
  }
  return false
}
