import { MISP_MODEL } from '../misp/model.ts'
import type { MispKind } from '../misp/model.ts'
import { isRecord, isTooDeep } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { brokenOff } from './broken-off.ts'
import { VALIDATORS } from './compiled/misp.ts'
import { faultsOf } from './faults.ts'
import type { SchemaValidator } from './faults.ts'
import { explainMisp } from './misp-explain.ts'
import type { MispDocumentCheck, MispPlace, MispRule } from './misp-rule.ts'
import type { MispSchemaCode } from './misp-schema-rules.ts'
import type { ValidateOptions } from './options.ts'
import { pointerOf } from './pointer.ts'
import type { Speak } from './rule.ts'
import { severityOf } from './severity.ts'
import type { Violation } from './violation.ts'

/** MISP data that is being validated: the attributes and objects of an event, or of a search, go in one by one, in their order. */
export interface MispValidation {
  attribute(record: unknown): void
  object(record: unknown): void
  /** One that is not looked at, because it cannot be read. It only counts. */
  skip(kind: 'attribute' | 'object'): void
  end(): void
}

/** Asks these rules, those that the schemas keep among them. Who loads this loads no other rules. */
export function openMispValidationWith(
  rules: readonly MispRule[],
  facts: unknown,
  options: ValidateOptions,
  report: (violation: Violation) => void,
): MispValidation {
  const run = new Run(rules, options, report)
  const event = isRecord(facts) ? facts : undefined
  if (facts !== undefined) run.look('event', facts, [])
  const passed = { attribute: 0, object: 0 }
  return {
    attribute: (record) => run.look('attribute', record, ['Attribute', passed.attribute++], event),
    object: (record) => run.look('object', record, ['Object', passed.object++], event),
    skip: (kind) => void passed[kind]++,
    end: () => run.end(),
  }
}

/** Asks these rules about the manifest of a feed. */
export function checkManifestWith(
  rules: readonly MispRule[],
  manifest: unknown,
  options: ValidateOptions,
  report: (violation: Violation) => void,
): void {
  const run = new Run(rules, options, report)
  if (!isRecord(manifest))
    return run.tell('not-a-record', 'a manifest is a JSON object: UUIDs of events and what is to know of them')
  for (const [uuid, entry] of Object.entries(manifest)) {
    run.look('manifest-entry', entry, [uuid])
    if (!UUID.test(uuid)) run.tell('uuid-form', 'the key of an entry is the UUID of its event: MISP finds no file for it', [uuid])
  }
  run.end()
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A field that holds records of another kind. */
interface Child {
  key: string
  kind: MispKind
}

const CHILDREN: Readonly<Partial<Record<string, readonly Child[]>>> = Object.fromEntries(
  Object.entries(MISP_MODEL).map(([kind, fields]) => [
    kind,
    Object.entries(fields).flatMap(([key, { of }]): Child[] => (of === undefined ? [] : [{ key, kind: of }])),
  ]),
)

/** What is asked of records of a kind. */
interface Asked {
  validator: SchemaValidator
  rules: readonly { rule: MispRule; speak: Speak }[]
  checks: readonly MispDocumentCheck[]
}

class Run implements MispPlace {
  readonly #options: ValidateOptions
  readonly #report: (violation: Violation) => void
  readonly #rules: ReadonlyMap<string, MispRule>
  readonly #asked = new Map<MispKind, Asked>()
  readonly #checks: readonly { rule: MispRule; check: MispDocumentCheck }[]
  /** What is thrown out of `report` is the caller's own. */
  #isSpeaking = false
  /** The keys on the way to the record that is being looked at, and the records on that way. */
  #steps: (string | number)[] = []
  readonly #records: { record: MispRecord; kind: MispKind }[] = []

  constructor(rules: readonly MispRule[], options: ValidateOptions, report: (violation: Violation) => void) {
    this.#options = options
    this.#report = report
    this.#rules = new Map(rules.map((rule) => [rule.code, rule]))
    this.#checks = rules.flatMap((rule) => {
      const check = rule.open?.((path, id, message) => this.#say(rule, path, id, message))
      return check === undefined ? [] : [{ rule, check }]
    })
  }

  get kind(): MispKind {
    return this.#records.at(-1)?.kind as MispKind
  }

  get above(): MispRecord | undefined {
    return this.#records.at(-2)?.record
  }

  get aboveKind(): MispKind | undefined {
    return this.#records.at(-2)?.kind
  }

  path(): string {
    return pointerOf(this.#steps)
  }

  /** `event`: what holds the record, where that was not handed in as a whole. */
  look(kind: MispKind, value: unknown, steps: readonly (string | number)[], event?: MispRecord): void {
    this.#steps = [...steps]
    if (isRecord(value) && isTooDeep(value))
      return this.tell('record-too-deep', 'it nests deeper than 200 levels, and is not looked at', steps)
    if (event !== undefined) this.#records.push({ record: event, kind: 'event' })
    this.#guard(steps, () => this.#lookAt(kind, value))
    this.#records.length = 0
  }

  end(): void {
    for (const { check } of this.#checks) this.#guard([], () => check.end?.())
  }

  /** A fault of a rule must not end what looks at a million records. */
  #guard(steps: readonly (string | number)[], look: () => void): void {
    try {
      look()
    } catch (error) {
      if (this.#isSpeaking) throw error
      this.tell('record-not-checked', brokenOff(error), steps)
    }
  }

  /** Says what a schema has to say. */
  tell(code: MispSchemaCode, message: string, steps: readonly (string | number)[] = []): void {
    const rule = this.#rules.get(code)
    if (rule !== undefined) this.#say(rule, pointerOf(steps), undefined, message)
  }

  #lookAt(kind: MispKind, value: unknown): void {
    if (!isRecord(value)) return this.tell('not-a-record', `here stands a JSON object: ${kind.replaceAll('-', ' ')}`, this.#steps)
    this.#records.push({ record: value, kind })
    const { validator, rules, checks } = this.#askedOf(kind)
    const faults = faultsOf(validator, value)
    if (faults.length > 0) this.#explain(kind, value, faults)
    for (const { rule, speak } of rules) rule.record?.(value, speak, this)
    for (const check of checks) check.record?.(value, this)
    for (const child of CHILDREN[kind] ?? []) this.#lookBelow(child, value[child.key])
    this.#records.pop()
  }

  #lookBelow({ key, kind }: Child, value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    this.#steps.push(key)
    if (isRecord(value)) this.#lookAt(kind, value)
    else
      for (const [index, item] of (value as unknown[]).entries()) {
        this.#steps.push(index)
        this.#lookAt(kind, item)
        this.#steps.pop()
      }
    this.#steps.pop()
  }

  /** The schema of a record looks at its own fields only: it never has more faults than are kept. */
  #explain(kind: MispKind, record: MispRecord, faults: ReturnType<typeof faultsOf>): void {
    for (const { code, path, message } of explainMisp(kind, record, faults, this.#options.mode === 'strict')) {
      const rule = this.#rules.get(code)
      if (rule !== undefined) this.#say(rule, this.path() + path, this.#id(), message)
    }
  }

  #askedOf(kind: MispKind): Asked {
    let asked = this.#asked.get(kind)
    if (asked === undefined) {
      const isAbout = ({ kinds }: MispRule): boolean => kinds === undefined || kinds.includes(kind)
      asked = {
        validator: VALIDATORS[`${this.#options.mode === 'strict' ? 'write' : 'read'}-${kind}`] as SchemaValidator,
        rules: [...this.#rules.values()]
          .filter((rule) => rule.record !== undefined && isAbout(rule))
          .map((rule) => ({ rule, speak: (path, message) => this.#say(rule, this.path() + path, this.#id(), message) })),
        checks: this.#checks.filter(({ rule }) => isAbout(rule)).map(({ check }) => check),
      }
      this.#asked.set(kind, asked)
    }
    return asked
  }

  /** The UUID of the record, or of the nearest one above that has one. */
  #id(): string | undefined {
    const uuid = this.#records.findLast(({ record }) => typeof record['uuid'] === 'string' && record['uuid'] !== '')?.record[
      'uuid'
    ]
    return uuid as string | undefined
  }

  #say(rule: MispRule, path: string, id: string | undefined, message: string): void {
    const severity = severityOf(rule, this.#options.mode)
    if (severity === 'off') return
    const { code, clause, advice } = rule
    this.#isSpeaking = true
    this.#report({ code, severity, message, path, ...(id !== undefined && { id }), clause, advice })
    this.#isSpeaking = false
  }
}
