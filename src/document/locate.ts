import { stepsOf } from '../validate/pointer.ts'
import { walkText, type TextVisitor } from './text-walk.ts'

/** Where a value stands in a text: offsets of bytes, `end` exclusive. */
export interface Span {
  start: number
  end: number
}

/** Where a JSON pointer leads. `isThere` false: nothing is there, and the span is that of what is around it. */
export interface Location extends Span {
  isThere: boolean
}

/**
 * Where values stand in the text of one JSON value, by JSON pointer: one walk for all of them, which passes over what none of them
 * leads into. Of a key that occurs twice the last one counts, as in what `JSON.parse` makes of it.
 */
export function locate(bytes: Uint8Array, pointers: readonly string[]): Location[] {
  const root = stepUnder(undefined)
  const ends = pointers.map((pointer) => stepAt(root, pointer))
  walkText(bytes, new Locator(bytes, root))
  return ends.map((step) => {
    const { span } = nearestFound(step)
    return { ...(span ?? { start: 0, end: bytes.length }), isThere: step.span !== undefined }
  })
}

/** One step of the pointers that are looked for. */
interface Step {
  parent: Step | undefined
  span: Span | undefined
  steps: Map<string, Step> | undefined
}

function stepUnder(parent: Step | undefined): Step {
  return { parent, span: undefined, steps: undefined }
}

function stepAt(root: Step, pointer: string): Step {
  let step = root
  for (const key of stepsOf(pointer)) {
    step.steps ??= new Map()
    let next = step.steps.get(key)
    if (next === undefined) step.steps.set(key, (next = stepUnder(step)))
    step = next
  }
  return step
}

/** What was found in an earlier value of the same key does not count. */
function forget(found: Step): void {
  const all = [found]
  for (let step = all.pop(); step !== undefined; step = all.pop()) {
    if (step.span === undefined) continue
    step.span = undefined
    if (step.steps !== undefined) all.push(...step.steps.values())
  }
}

function nearestFound(wanted: Step): Step {
  let step = wanted
  while (step.span === undefined && step.parent !== undefined) step = step.parent
  return step
}

interface Frame {
  step: Step
  /** Number of the next item; -1 in an object. */
  index: number
}

class Locator implements TextVisitor {
  readonly #bytes: Uint8Array
  /** Containers that pointers lead into. */
  readonly #frames: Frame[] = []
  /** The step that the next value is, if any. */
  #next: Step | undefined
  /** The value that is open, entered or not. */
  readonly #open: (Step | undefined)[] = []

  constructor(bytes: Uint8Array, root: Step) {
    this.#bytes = bytes
    this.#next = root
  }

  open(isArray: boolean, start: number): boolean {
    const step = this.#take()
    if (step !== undefined) step.span = { start, end: start + 1 }
    this.#open.push(step)
    if (step?.steps === undefined) return false
    this.#frames.push({ step, index: isArray ? 0 : -1 })
    this.#next = isArray ? step.steps.get('0') : undefined
    return true
  }

  close(end: number): void {
    const step = this.#open.pop()
    if (step?.span !== undefined) step.span.end = end
    if (step !== undefined && this.#frames.at(-1)?.step === step) this.#frames.pop()
    this.#turn()
  }

  key(start: number, end: number): void {
    const frame = this.#frames.at(-1)
    this.#next = frame?.step.steps?.get(keyText(this.#bytes, start, end))
  }

  scalar(start: number, end: number): void {
    const step = this.#take()
    if (step !== undefined) step.span = { start, end }
    this.#turn()
  }

  #take(): Step | undefined {
    const step = this.#next
    this.#next = undefined
    if (step?.span !== undefined) forget(step)
    return step
  }

  /** In a list the next value is the next item. */
  #turn(): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined || frame.index < 0) return
    frame.index++
    this.#next = frame.step.steps?.get(String(frame.index))
  }
}

/** A key as `JSON.parse` reads it; `start` and `end` include its quotes. */
export function keyText(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
  if (!text.includes('\\')) return text.slice(1, -1)
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}
