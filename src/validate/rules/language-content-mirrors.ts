import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak, SpeakOf } from '../rule.ts'
import { shown } from '../shown.ts'

/** Objects that are remembered for translations of them that come later; translations mostly follow closely, or come before. */
const MOST_REMEMBERED = 4096

/** A translation has the shape of what it translates. */
export const LANGUAGE_CONTENT_MIRRORS: Rule = {
  code: 'language-content-mirrors',
  severity: 'error',
  lenient: 'warning',
  clause: '7.1.1',
  about:
    'What contents translates is there in the object and has the same shape: a text for a text, a list of equal length for a list.',
  advice: 'Translate properties that the object has; leave untranslated items of lists empty ("").',
  open: (speak) => new Mirrors(speak),
}

interface Translation {
  content: StixObject
  index: number
}

class Mirrors {
  readonly #speak: SpeakOf
  readonly #recent = new Map<string, StixObject>()
  /** Translations whose object has not come yet, by its id and, where they tell it, its version. */
  readonly #waiting = new Map<string, Translation[]>()

  constructor(speak: SpeakOf) {
    this.#speak = speak
  }

  object(object: StixObject, index: number): void {
    const { id } = object
    if (typeof id !== 'string') return
    if (object.type === 'language-content') this.#translation(object, index)
    if (this.#waiting.size > 0) this.#target(object)
    // A version of an object takes the place of the one before
    this.#recent.delete(id)
    this.#recent.set(id, object)
    if (this.#recent.size > MOST_REMEMBERED) this.#forgetOldest()
  }

  #forgetOldest(): void {
    for (const id of this.#recent.keys()) {
      this.#recent.delete(id)
      return
    }
  }

  #translation(content: StixObject, index: number): void {
    const { object_ref: ref } = content
    if (typeof ref !== 'string') return
    const target = this.#recent.get(ref)
    if (target !== undefined && isVersionOf(content, target)) return compare(content, index, target, this.#speak)
    const key = keyOf(ref, content['object_modified'])
    const others = this.#waiting.get(key)
    if (others === undefined) this.#waiting.set(key, [{ content, index }])
    else others.push({ content, index })
  }

  #target(object: StixObject): void {
    for (const key of [keyOf(object.id, object['modified']), keyOf(object.id, undefined)]) {
      for (const { content, index } of this.#waiting.get(key) ?? []) compare(content, index, object, this.#speak)
      this.#waiting.delete(key)
    }
  }
}

function keyOf(id: string, modified: unknown): string {
  return typeof modified === 'string' ? `${id} ${modified}` : id
}

/** A translation is of one version of its object, where it says of which. */
function isVersionOf({ object_modified: modified }: StixObject, target: StixObject): boolean {
  return modified === undefined || modified === target['modified']
}

function compare(content: StixObject, index: number, target: StixObject, speak: SpeakOf): void {
  const { contents } = content
  if (!isRecord(contents)) return
  const say: Speak = (path, message) => speak(index, content.id, path, message)
  for (const tag in contents) {
    const translated = contents[tag]
    if (!isRecord(translated)) continue
    for (const key in translated) {
      const path = under(under('/contents', tag), key)
      if (Object.hasOwn(target, key)) compareValue(translated[key], target[key], path, say)
      else say(path, `${shown(key)} is translated, but the ${target.type} that object_ref names has no ${shown(key)}`)
    }
  }
}

/** Texts stand for texts; what is in lists and objects is held against what is there in the same place. */
function compareValue(translated: unknown, original: unknown, path: string, say: Speak): void {
  if (Array.isArray(original)) {
    if (!Array.isArray(translated))
      say(path, `the object has a list here: its translation is a list too, not ${shown(translated)}`)
    else if (translated.length !== original.length)
      say(path, `the list has ${translated.length} items, and that of the object ${original.length}: untranslated ones are ""`)
    else for (const [at, item] of translated.entries()) compareItem(item, original[at], under(path, at), say)
  } else if (isRecord(original)) {
    if (!isRecord(translated))
      return say(path, `the object has an object here: its translation is one too, not ${shown(translated)}`)
    for (const key in translated) {
      if (Object.hasOwn(original, key)) compareItem(translated[key], original[key], under(path, key), say)
      else say(under(path, key), `${shown(key)} is translated, but the object has none in this place`)
    }
  } else if (typeof translated !== 'string')
    say(path, `the object has a text here: its translation is a text, not ${shown(translated)}`)
}

/** Empty: not translated. */
function compareItem(translated: unknown, original: unknown, path: string, say: Speak): void {
  if (translated !== '') compareValue(translated, original, path, say)
}
