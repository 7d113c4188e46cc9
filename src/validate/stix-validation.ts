import { isRecord, isTooDeep } from '../misp/types.ts'
import { MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import { brokenOff } from './broken-off.ts'
import { VALIDATORS } from './compiled/stix.ts'
import { visitCustom } from './custom-content.ts'
import { explain } from './explain.ts'
import { faultsOf, MOST_FAULTS, type SchemaValidator } from './faults.ts'
import { groupInExtensions } from './identifiers.ts'
import type { ValidateOptions } from './options.ts'
import { under } from './pointer.ts'
import type { DocumentCheck, Rule, Speak } from './rule.ts'
import type { SchemaCode } from './schema-rules.ts'
import { SeenObjects } from './seen-objects.ts'
import { severityOf } from './severity.ts'
import type { Violation } from './violation.ts'

/** A STIX document that is being validated: its objects go in one by one, in their order; what is wrong is reported as soon as it is known. */
export interface StixValidation {
  /** One item of the bundle's `objects`, whatever it is. */
  object(record: unknown): void
  /** One that is not looked at, because it is of another edition or cannot be read. It only counts. */
  skip(): void
  /** Asks what can only be told when all objects have passed. */
  end(): void
}

/** Asks these rules, those that the schemas keep among them. Who loads this loads no other rules. */
export function openStixValidationWith(
  rules: readonly Rule[],
  facts: unknown,
  options: ValidateOptions,
  report: (violation: Violation) => void,
): StixValidation {
  return new Run(rules, facts, options, report)
}

/** A rule that is asked of one object, with its voice. */
interface Asked {
  rule: Rule
  speak: Speak
}

interface AskedOfType {
  ofObjects: readonly Asked[]
  /** Asked at each step into custom content. */
  ofCustom: readonly Asked[]
}

class Run implements StixValidation {
  readonly #options: ValidateOptions
  readonly #report: (violation: Violation) => void
  readonly #rules: ReadonlyMap<string, Rule>
  readonly #asked: readonly Asked[]
  /** The rules that are asked of objects of a type; `''`: of any type that the specification does not have. */
  readonly #byType = new Map<string, AskedOfType>()
  readonly #checks: readonly DocumentCheck[]
  readonly #seen = new SeenObjects()
  /** Do rules walk through what nests? Schemas end at what the specification does not define. */
  readonly #goesDeep: boolean
  /** The object that is being looked at. */
  #index = -1
  #id: string | undefined
  /** What is thrown out of `report` is the caller's own. */
  #isSpeaking = false
  /** Is it a bundle with a list of objects, of which none has come? */
  #isEmpty = false

  constructor(rules: readonly Rule[], facts: unknown, options: ValidateOptions, report: (violation: Violation) => void) {
    this.#options = options
    this.#report = report
    this.#rules = new Map(rules.map((rule) => [rule.code, rule]))
    this.#asked = rules.map((rule) => ({ rule, speak: this.#voiceOf(rule) }))
    this.#goesDeep = rules.some(({ object, custom, open }) => object !== undefined || custom !== undefined || open !== undefined)
    this.#checks = rules.flatMap((rule) => rule.open?.((...said) => this.#say(rule, ...said), options, this.#seen) ?? [])
    if (isRecord(facts) && facts['type'] === 'bundle') this.#guard(() => this.#lookAtBundle(facts))
  }

  object(record: unknown): void {
    this.#index++
    this.#isEmpty = false
    this.#id = undefined
    if (!isRecord(record) || typeof record['type'] !== 'string') return this.#tell('not-an-object', '', NO_OBJECT)
    const object = record as StixObject
    if (typeof object.id === 'string') this.#id = object.id
    if (this.#goesDeep && isTooDeep(object))
      return this.#tell('too-deep', '', 'it nests deeper than 200 levels, and is not looked at')
    this.#guard(() => this.#lookAt(object))
    if (this.#checks.length > 0) this.#guard(() => this.#remember(object))
  }

  skip(): void {
    this.#index++
    this.#isEmpty = false
  }

  end(): void {
    if (this.#isEmpty) this.#tell('empty-list', '/objects', 'objects is an empty list: leave it out, or list something', '8')
    this.#index = -1
    this.#id = undefined
    for (const check of this.#checks) this.#guard(() => check.end?.())
  }

  #lookAt(object: StixObject): void {
    this.#lookAtTypes(schemaOf(object), object, '')
    if (object.type === 'observed-data') this.#lookAtContainer(object['objects'])
    const { ofObjects, ofCustom } = this.#askedOf(object.type)
    for (const { rule, speak } of ofObjects) rule.object?.(object, speak, this.#options)
    if (ofCustom.length > 0)
      visitCustom(object, (key, value, role, path) => {
        for (const { rule, speak } of ofCustom) rule.custom?.(speak, key, value, role, path)
      })
  }

  #remember(object: StixObject): void {
    this.#seen.add(object, this.#index)
    for (const check of this.#checks) check.object(object, this.#index)
  }

  /** A fault of a rule must not end what looks at a million objects, or the conversion around it. */
  #guard(look: () => void): void {
    try {
      look()
    } catch (error) {
      if (this.#isSpeaking) throw error
      this.#tell('not-checked', '', brokenOff(error))
    }
  }

  #lookAtBundle(facts: Readonly<Record<string, unknown>>): void {
    this.#id = typeof facts['id'] === 'string' ? facts['id'] : undefined
    // The objects come one by one: whether there are any is known at the end
    const { objects, ...rest } = facts
    this.#isEmpty = Array.isArray(objects)
    const bundle = this.#isEmpty ? rest : facts
    this.#lookAtTypes('bundle', bundle, '')
    for (const { rule, speak } of this.#askedOf('bundle').ofObjects)
      if (rule.types?.includes('bundle')) rule.object?.(bundle as StixObject, speak, this.#options)
  }

  /** Holds an object, or one in the deprecated container of observed-data, against the schema of its type. */
  #lookAtTypes(schema: string, object: unknown, path: string): void {
    const validator = VALIDATORS[schema] as SchemaValidator
    const faults = faultsOf(validator, object)
    if (faults.length === 0) return
    for (const { code, path: inner, message, clause } of explain(schema, object, faults))
      this.#tell(code, path + inner, message, clause)
    if (faults.length >= MOST_FAULTS)
      this.#tell('too-many-faults', path, `it has ${MOST_FAULTS} faults or more; the rest is not told`)
  }

  #lookAtContainer(objects: unknown): void {
    if (!isRecord(objects)) return
    for (const [key, object] of Object.entries(objects)) {
      const schema = isRecord(object) ? `container-${String(object['type'])}` : ''
      if (schema in VALIDATORS) this.#lookAtTypes(schema, object, under('/objects', key))
    }
  }

  #askedOf(type: string): AskedOfType {
    const name = type in MODEL || type === 'bundle' ? type : ''
    const known = this.#byType.get(name)
    if (known !== undefined) return known
    const about = this.#asked.filter(({ rule }) => rule.types === undefined || rule.types.includes(name))
    const asked = {
      ofObjects: about.filter(({ rule }) => rule.object !== undefined),
      ofCustom: about.filter(({ rule }) => rule.custom !== undefined),
    }
    this.#byType.set(name, asked)
    return asked
  }

  #voiceOf(rule: Rule): Speak {
    return (path, message) => this.#say(rule, this.#index, this.#id, path, message)
  }

  #tell(code: SchemaCode, path: string, message: string, clause?: string): void {
    const rule = this.#rules.get(code)
    if (rule !== undefined) this.#say(clause === undefined ? rule : { ...rule, clause }, this.#index, this.#id, path, message)
  }

  #say(rule: Rule, index: number, id: string | undefined, path: string, message: string): void {
    const severity = severityOf(rule, this.#options.mode)
    if (severity === 'off') return
    const { code, clause, advice } = rule
    this.#isSpeaking = true
    this.#report({
      code,
      severity,
      message,
      path,
      ...(index >= 0 && { index }),
      ...(id !== undefined && { id }),
      clause,
      advice,
    })
    this.#isSpeaking = false
  }
}

const NO_OBJECT = 'it is no STIX object: a STIX object is a JSON object with a type, such as {"type": "indicator", …}'

/** The schema of a type; of a custom one, the schema that its extension, or else its properties, ask for. */
function schemaOf(object: StixObject): string {
  if (object.type in MODEL) return object.type
  const group = groupInExtensions(object)
  if (group !== undefined) return group === 'sco' ? 'custom-observable' : 'custom-object'
  return 'created' in object || 'modified' in object ? 'custom-object' : 'custom-observable'
}
