import { isRecord } from '../../misp/types.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { somewhere } from '../somewhere.ts'

const isIllFormed = (value: unknown) =>
  typeof value === 'string' ? !value.isWellFormed() : isRecord(value) && !hasGoodKeys(value)

function hasGoodKeys(record: object): boolean {
  for (const key in record) if (!key.isWellFormed()) return false
  return true
}

/** Strings are Unicode text: by its definition, no keyword is needed. */
export const STRING_SURROGATES: Rule = {
  code: 'string-surrogates',
  severity: 'error',
  lenient: 'warning',
  clause: '2.15',
  about: 'Strings are characters of Unicode: halves of surrogate pairs do not stand alone.',
  advice: 'Write the whole character, or leave the half out.',
  object(object, speak) {
    if (somewhere(object, isIllFormed)) find(object, '', speak)
  },
}

function find(value: unknown, path: string, speak: Speak): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      speak(
        path,
        'it holds half of a surrogate pair (an escape from \\ud800 to \\udfff without its other half), which is no character',
      )
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) find(item, under(path, index), speak)
  } else if (isRecord(value)) {
    for (const key in value) {
      if (!key.isWellFormed()) speak(path, 'it has a key with half of a surrogate pair, which is no character')
      find(value[key], under(path, key), speak)
    }
  }
}
