import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

/** What a granular marking selects is there. */
export const MARKING_SELECTORS: Rule = {
  code: 'marking-selectors',
  severity: 'error',
  clause: '7.2.3.1',
  about: 'Each selector of a granular marking is the way to something in the object, such as description or labels.[0].',
  advice: 'Write names of properties and [n] for the items of lists, with dots between them.',
  object(object, speak) {
    const { granular_markings: markings } = object
    if (!Array.isArray(markings)) return
    for (let index = 0; index < markings.length; index++) {
      const marking: unknown = markings[index]
      const selectors = isRecord(marking) ? marking['selectors'] : undefined
      if (!Array.isArray(selectors)) continue
      for (let at = 0; at < selectors.length; at++) {
        const selector: unknown = selectors[at]
        if (typeof selector === 'string') check(object, selector, () => pathOf(index, at), speak)
      }
    }
  },
}

function pathOf(index: number, at: number): string {
  return under(under(under('/granular_markings', index), 'selectors'), at)
}

/** Walks along a selector. Keys hold no dots (section 2.3), so that they are told apart by them. */
function check(object: StixObject, selector: string, path: () => string, speak: Speak): void {
  let value: unknown = object
  let begin = 0
  while (begin <= selector.length) {
    const dot = selector.indexOf('.', begin)
    const end = dot < 0 ? selector.length : dot
    const step = selector.slice(begin, end)
    if (!(begin === 0 ? NAME : STEP).test(step)) {
      const where =
        begin === 0 ? 'it begins with the name of a property' : 'between its dots stand names and list places such as [0]'
      return speak(path(), `${shown(selector)} is no selector: ${where}, not ${shown(step)}`)
    }
    const inner = stepInto(value, step)
    if (inner === undefined)
      return speak(path(), `${shown(selector)} selects nothing: ${missing(selector.slice(0, begin), step)}`)
    value = inner
    begin = end + 1
  }
}

const NAME = /^[A-Za-z0-9_-]{1,250}$/
const STEP = /^(?:[A-Za-z0-9_-]{1,250}|\[\d{1,15}\])$/

/** `undefined`: there is nothing. */
function stepInto(value: unknown, step: string): unknown {
  if (step.charCodeAt(0) === BRACKET) return Array.isArray(value) ? value[Number(step.slice(1, -1))] : undefined
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

const BRACKET = 0x5b

function missing(above: string, step: string): string {
  const where = above === '' ? 'the object' : shown(above.slice(0, -1))
  return `${where} has no ${step.charCodeAt(0) === BRACKET ? `item ${step}` : step}`
}
