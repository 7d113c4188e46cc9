import { isRecord } from '../misp/types.ts'
import { isIpv4, isIpv6 } from '../stix/forms.ts'
import type { Resolve } from '../mapping/binding.ts'
import { valueOf } from '../mapping/row-pattern.ts'
import { MODEL } from '../stix/model.ts'
import type { Properties } from '../stix/model.ts'
import { ownFields } from '../stix/own-fields.ts'
import type { Comparison, ComparisonExpression, Literal, Path } from '../stix/pattern/ast.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import type { StixObject } from '../stix/types.ts'

/** Objects that are only described: their ids are good within `resolve`. */
export interface Described {
  /** One for each object type that the pattern speaks of, in its order. */
  objects: StixObject[]
  resolve: Resolve
}

/**
 * The objects that a pattern of equalities describes, as if they had been observed: `[file:name = 'a' AND file:size = 1]` gives a
 * file with that name and size. So one reader serves for Observed Data and for the Indicators of misp-stix, which hold an element
 * whole. `undefined` for a text that says more than values of one observation, or is no pattern. `spell` has the last word on
 * each value.
 */
export function describedObjects(text: string, spell: (value: unknown) => unknown = same): Described | undefined {
  const comparisons = equalities(text)
  if (comparisons === undefined) return undefined
  const description = new Description()
  for (const { path, group, values } of comparisons) {
    const steps = stepsOf(path)
    if (steps.some(({ index }) => typeof index === 'number' && index > MOST_ENTRIES)) return undefined
    for (const value of values) description.put(path.type, steps, group, spell(valueOf(value)))
  }
  return description.finish()
}

function same(value: unknown): unknown {
  return value
}

/** misp-stix writes whole samples into patterns. */
const LONGEST = 2 ** 28

/** No list of STIX has more entries that a pattern would name one by one. */
const MOST_ENTRIES = 10_000

interface Equality {
  path: Path
  /** Which parentheses it stands in: what they hold is about the same object behind a reference. */
  group: number
  values: readonly Literal[]
}

function equalities(text: string): Equality[] | undefined {
  let pattern: ReturnType<typeof parsePattern>
  try {
    pattern = parsePattern(text, { maxLength: LONGEST })
  } catch {
    return undefined
  }
  const found: Equality[] = []
  return pattern.kind === 'observation' && collect(pattern.expression, 0, found) ? found : undefined
}

/** OR counts as a list of values: misp-stix and we write it between the values of one relation only. */
function collect(expression: ComparisonExpression, group: number, found: Equality[]): boolean {
  if (expression.kind === 'exists' || (expression.kind === 'or' && !isListOfValues(expression.operands))) return false
  if (expression.kind !== 'comparison') {
    return expression.operands.every((operand) => collect(operand, operand.kind === 'and' ? found.length + 1 : group, found))
  }
  const values = valuesOf(expression)
  if (values !== undefined) found.push({ path: expression.path, group, values })
  return values !== undefined
}

function isListOfValues(operands: readonly ComparisonExpression[]): boolean {
  const keys = operands.map((operand) =>
    operand.kind === 'comparison' ? pathKey(operand.path.type, stepsOf(operand.path)) : undefined,
  )
  return keys[0] !== undefined && keys.every((key) => key === keys[0])
}

function valuesOf(comparison: Comparison): readonly Literal[] | undefined {
  if (comparison.negated) return undefined
  if (comparison.operator === '=') return [comparison.value]
  return comparison.operator === 'IN' ? comparison.values : undefined
}

/** A property of a path, with the list entry that it names. */
interface Step {
  name: string
  index: number | '*' | undefined
}

function stepsOf(path: Path): Step[] {
  const steps: Step[] = []
  for (const step of path.steps) {
    if (step.kind === 'property') steps.push({ name: step.name, index: undefined })
    else (steps.at(-1) as Step).index = step.kind === 'index' ? step.index : '*'
  }
  return steps
}

function pathKey(type: string, steps: readonly Step[]): string {
  return `${type}:${steps.map(({ name, index }) => `${name}[${index ?? ''}]`).join('.')}`
}

type Fields = Record<string, unknown>

/** Objects as they grow, one comparison after the other. */
class Description {
  private readonly roots = new Map<string, StixObject>()
  /** Objects behind references: each after the one that refers to it. */
  private readonly targets = new Map<string, { object: StixObject; owner: StixObject; name: string }>()
  private readonly counts = new Map<string, number>()
  /** Parentheses and reference -> which object behind it they are about. */
  private readonly groups = new Map<string, number>()

  put(type: string, steps: readonly Step[], group: number, value: unknown): void {
    const key = pathKey(type, steps)
    // The second value of one path belongs to the second entry of its list, or to the second object behind its reference
    const occurrence = this.counts.get(key) ?? 0
    this.counts.set(key, occurrence + 1)
    let owner = this.root(type)
    let holder: Fields = owner
    for (const [depth, step] of steps.slice(0, -1).entries()) {
      const at = typeof step.index === 'number' ? step.index : occurrence
      if (/_refs?$/.test(step.name)) {
        const named = typeof step.index === 'number' || group === 0
        const which = named ? at : this.inGroup(`${group} ${pathKey(type, steps.slice(0, depth + 1))}`, list(holder, step.name))
        owner = this.target(holder, step.name, which, owner)
        holder = owner
      } else {
        holder = step.index === undefined ? inner(holder, step.name) : entry(holder, step.name, at)
      }
    }
    const last = steps.at(-1) as Step
    if (last.name === 'type') holder['type'] = String(value)
    else if (typeof last.index === 'number') list(holder, last.name)[last.index] = value
    else add(holder, last.name, value, last.index === '*')
  }

  private inGroup(key: string, ids: readonly unknown[]): number {
    const which = this.groups.get(key) ?? ids.length
    this.groups.set(key, which)
    return which
  }

  private root(type: string): StixObject {
    const known = this.roots.get(type)
    if (known !== undefined) return known
    const made = ownFields({ type, id: `${type}--described` })
    this.roots.set(type, made)
    return made
  }

  /** The object behind the how-many-eth value of a reference. */
  private target(holder: Fields, name: string, at: number, owner: StixObject): StixObject {
    const ids = list(holder, name)
    const known = this.targets.get(String(ids[at]))
    if (known !== undefined) return known.object
    const id = `described--${this.targets.size}`
    const object = ownFields({ type: '', id })
    this.targets.set(id, { object, owner, name })
    ids[at] = id
    return object
  }

  finish(): Described {
    for (const { object, owner, name } of this.targets.values()) object.type ||= typeBehind(object, targetsOf(owner.type, name))
    return {
      objects: [...this.roots.values()],
      resolve: (id) => this.targets.get(id)?.object,
    }
  }
}

/** Lists that paths without an index grow into hold one entry: a reference, or what was said once. */
function list(holder: Fields, name: string): unknown[] {
  const known = holder[name]
  if (Array.isArray(known)) return known
  const made: unknown[] = known === undefined ? [] : [known]
  holder[name] = made
  return made
}

function inner(holder: Fields, name: string): Fields {
  const known = holder[name]
  if (isRecord(known)) return known
  return (holder[name] = ownFields({}))
}

function entry(holder: Fields, name: string, at: number): Fields {
  const entries = list(holder, name)
  const known = entries[at]
  if (isRecord(known)) return known
  return (entries[at] = ownFields({}))
}

function add(holder: Fields, name: string, value: unknown, many: boolean): void {
  if (holder[name] !== undefined || many) list(holder, name).push(value)
  else holder[name] = value
}

/** The types that a reference may point at, wherever in an object of that type it stands. */
function targetsOf(type: string, name: string): readonly string[] {
  const model = MODEL[type]
  return model === undefined ? [] : (findTargets(model.properties, name) ?? [])
}

function findTargets(properties: Properties, name: string): readonly string[] | undefined {
  const own = properties[name]?.targets
  if (own !== undefined) return own
  for (const { fields } of Object.values(properties)) {
    const found = fields === undefined ? undefined : findTargets(fields, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** What an object behind a reference must be, if the pattern does not say: what the model allows, and what its value looks like. */
function typeBehind(object: StixObject, allowed: readonly string[]): string {
  const fitting = allowed.filter((type) => {
    const properties = MODEL[type]?.properties ?? {}
    return Object.keys(object).every(
      (key) => key === 'type' || key === 'id' || key.startsWith('x_') || Object.hasOwn(properties, key),
    )
  })
  const byValue = typeof object['value'] === 'string' ? addressType(object['value']) : undefined
  if (byValue !== undefined && (fitting.includes(byValue) || fitting.length === 0)) return byValue
  return fitting[0] ?? allowed[0] ?? ''
}

function addressType(value: string): string {
  if (isIpv4(value)) return 'ipv4-addr'
  if (isIpv6(value)) return 'ipv6-addr'
  if (value.includes('@')) return 'email-addr'
  return /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value) ? 'mac-addr' : 'domain-name'
}
