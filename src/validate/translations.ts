import { isRecord } from '../misp/types.ts'
import type { StixObject } from '../stix/types.ts'
import { under } from './pointer.ts'
import type { DocumentCheck, Speak, SpeakOf } from './rule.ts'
import { shown } from './shown.ts'

/**
 * What a translation can have against what it translates: another `shape`, which is forbidden; or it is `idle`: there is nothing that it
 * could translate, so that readers ignore it (section 7.1.1).
 */
export type TranslationFault = 'shape' | 'idle'

/** Compares the translations in a document with their objects, and speaks of faults of one kind. */
export function openTranslations(wanted: TranslationFault, speak: SpeakOf): DocumentCheck {
  return new Translations((fault, index, id, path, message) => {
    if (fault === wanted) speak(index, id, path, message)
  })
}

type Tell = (fault: TranslationFault, ...said: Parameters<SpeakOf>) => void
type Say = (fault: TranslationFault, ...said: Parameters<Speak>) => void

/** So many objects at least are remembered for translations of them that come later, which mostly follow closely; twice as many at most. */
const REMEMBERED = 2048

interface Translation {
  content: StixObject
  index: number
}

class Translations implements DocumentCheck {
  readonly #tell: Tell
  #recent = new Map<string, StixObject>()
  #older: ReadonlyMap<string, StixObject> = new Map()
  /** Translations whose object has not come yet, by its id and, where they tell it, its version. */
  readonly #waiting = new Map<string, Translation[]>()

  constructor(tell: Tell) {
    this.#tell = tell
  }

  object(object: StixObject, index: number): void {
    const { id } = object
    if (typeof id !== 'string') return
    if (object.type === 'language-content') this.#translation(object, index)
    if (this.#waiting.size > 0) this.#target(object)
    this.#recent.set(id, object)
    if (this.#recent.size < REMEMBERED) return
    this.#older = this.#recent
    this.#recent = new Map()
  }

  #translation(content: StixObject, index: number): void {
    const { object_ref: ref } = content
    if (typeof ref !== 'string') return
    const target = this.#recent.get(ref) ?? this.#older.get(ref)
    if (target !== undefined && isVersionOf(content, target)) return compare(content, index, target, this.#tell)
    const key = keyOf(ref, content['object_modified'])
    const others = this.#waiting.get(key)
    if (others === undefined) this.#waiting.set(key, [{ content, index }])
    else others.push({ content, index })
  }

  #target(object: StixObject): void {
    for (const key of [keyOf(object.id, object['modified']), keyOf(object.id, undefined)]) {
      for (const { content, index } of this.#waiting.get(key) ?? []) compare(content, index, object, this.#tell)
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

function compare(content: StixObject, index: number, target: StixObject, tell: Tell): void {
  const { contents } = content
  if (!isRecord(contents)) return
  const say: Say = (fault, path, message) => tell(fault, index, content.id, path, message)
  for (const tag in contents) {
    const translated = contents[tag]
    if (!isRecord(translated)) continue
    for (const key in translated) {
      const path = under(under('/contents', tag), key)
      if (Object.hasOwn(target, key)) compareValue(translated[key], target[key], path, say)
      else say('idle', path, `${shown(key)} is translated, but the ${target.type} that object_ref names has no ${shown(key)}`)
    }
  }
}

/** Texts stand for texts; what is in lists and objects is held against what is there in the same place. */
function compareValue(translated: unknown, original: unknown, path: string, say: Say): void {
  if (Array.isArray(original)) compareList(translated, original, path, say)
  else if (isRecord(original)) compareRecord(translated, original, path, say)
  else if (typeof original !== 'string') say('idle', path, `${shown(original)} is translated, which is no text`)
  else if (typeof translated !== 'string')
    say('shape', path, `the object has a text here: its translation is a text, not ${shown(translated)}`)
}

function compareList(translated: unknown, original: readonly unknown[], path: string, say: Say): void {
  if (!Array.isArray(translated))
    return say('shape', path, `the object has a list here: its translation is a list too, not ${shown(translated)}`)
  const { length } = translated
  if (length !== original.length) {
    const message = `the list has ${length} items, and that of the object ${original.length}: untranslated ones are ""`
    return say('shape', path, message)
  }
  for (const [at, item] of translated.entries()) compareItem(item, original[at], under(path, at), say)
}

function compareRecord(translated: unknown, original: Readonly<Record<string, unknown>>, path: string, say: Say): void {
  if (!isRecord(translated))
    return say('shape', path, `the object has an object here: its translation is one too, not ${shown(translated)}`)
  for (const key in translated) {
    if (Object.hasOwn(original, key)) compareItem(translated[key], original[key], under(path, key), say)
    else say('idle', under(path, key), `${shown(key)} is translated, but the object has none in this place`)
  }
}

/** Empty: not translated. */
function compareItem(translated: unknown, original: unknown, path: string, say: Say): void {
  if (translated !== '') compareValue(translated, original, path, say)
}
