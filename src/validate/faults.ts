/** What AJV says of a place that breaks a schema. */
export interface Fault {
  /** JSON pointer. */
  instancePath: string
  schemaPath: string
  keyword: string
  params: Readonly<Record<string, unknown>>
}

/** A function that AJV compiled from a schema. */
export interface SchemaValidator {
  (value: unknown): boolean
  errors?: Fault[] | null
}

/** More faults than a person reads of one object, and few enough for memory. */
export const MOST_FAULTS = 1000

/** Thrown by `note` when an object has more faults than are kept. */
class TooManyFaults extends Error {
  override readonly name = 'TooManyFaults'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(`more than ${MOST_FAULTS} faults`)
    this.faults = faults
  }
}

/**
 * Keeps a fault; compiled schemas call it, which are no part of the checked-in sources.
 *
 * @public
 */
export function note(faults: Fault[] | null, fault: Fault): Fault[] {
  if (faults === null) return [fault]
  if (faults.length >= MOST_FAULTS) throw new TooManyFaults(faults)
  faults.push(fault)
  return faults
}

/** What a schema has against a value; the first of many. */
export function faultsOf(validator: SchemaValidator, value: unknown): readonly Fault[] {
  try {
    return validator(value) ? [] : (validator.errors ?? [])
  } catch (error) {
    if (error instanceof TooManyFaults) return error.faults
    throw error
  }
}
