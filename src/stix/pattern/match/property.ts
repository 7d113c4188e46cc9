import type { Path, Step } from '../ast.ts'
import type { Budget } from './budget.ts'
import { isFields, type Fields, type ObservedData } from './observed-data.ts'

/** Whether some value at a place of an observable passes. A place that is not there has none (STIX 2.1, section 9.6). */
export type PropertyTest = (root: Fields, observed: ObservedData, budget: Budget, passes: (value: unknown) => boolean) => boolean

/**
 * Compiles the steps of a path (section 9.7). References are followed to the observables of the same Observed Data; `[*]` tries
 * every entry. Null counts as absent: STIX has none.
 */
export function compileProperty({ steps }: Path): PropertyTest {
  const follow: Follow[] = []
  let before = ''
  for (const step of steps) {
    follow.push(followStep(step, before))
    if (step.kind === 'property') before = step.name
  }
  const single = follow.filter((next) => next !== EACH)
  if (single.length < follow.length) return testMany(follow)
  return (root, observed, budget, passes) => {
    let value: unknown = root
    budget.spend(single.length)
    for (const next of single) {
      value = next(value, observed)
      if (value === undefined) return false
    }
    return passes(value)
  }
}

type Follow = ((value: unknown, observed: ObservedData) => unknown) | typeof EACH

/** In the place of a step: all entries of the list. */
const EACH = undefined

/** `before` is the last property that the path names so far, whichever entry of it it goes on with. */
function followStep(step: Step, before: string): Follow {
  if (step.kind === 'any') return EACH
  if (step.kind === 'index') {
    const { index } = step
    return (value) => (Array.isArray(value) ? present(value[index]) : undefined)
  }
  const { name } = step
  const isReference = REFERENCE.test(before)
  return (value, observed) => {
    const holder = isReference && typeof value === 'string' ? observed.byReference.get(value) : value
    return isFields(holder) && Object.hasOwn(holder, name) ? present(holder[name]) : undefined
  }
}

/** Level by level, and each object once: references in a circle make the work no longer. */
function testMany(follow: readonly Follow[]): PropertyTest {
  return (root, observed, budget, passes) => {
    let values: readonly unknown[] = [root]
    for (const next of follow) {
      budget.spend(values.length + 1)
      values = next === EACH ? values.flatMap(entriesOf) : values.map((value) => next(value, observed))
      values = [...new Set(values)].filter((value) => value !== undefined)
    }
    budget.spend(values.length)
    return values.some(passes)
  }
}

function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map(present) : []
}

function present(value: unknown): unknown {
  return value === null ? undefined : value
}

/** The last property that some steps name, whichever entry of it they go on with. */
export function propertyName(steps: readonly Step[]): string {
  const step = steps.findLast(({ kind }) => kind === 'property')
  return step?.kind === 'property' ? step.name : ''
}

const REFERENCE = /_refs?$/
