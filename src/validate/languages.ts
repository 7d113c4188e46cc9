import { extendedLanguages, grandfathered, languages, regions, scripts, variants } from './lists/language-subtags.ts'

/**
 * What is wrong with a language tag of RFC 5646: it has another form, or a part that the registry does not have. `undefined`: it is one.
 * Case does not count (section 2.1.1). Looks at each part once.
 */
export function faultOfLanguage(tag: string): string | undefined {
  const known = checked.get(tag)
  if (known !== undefined) return known === GOOD ? undefined : known
  const fault = tag.length > LONGEST ? `it has ${tag.length} characters` : faultOf(tag.toLowerCase())
  if (tag.length <= LONGEST && checked.size < MOST_CHECKED) checked.set(tag, fault ?? GOOD)
  return fault
}

/** Few languages occur, and often. */
const checked = new Map<string, string>()
const MOST_CHECKED = 1000
const GOOD = ''
/** Longer than any tag with a meaning. */
const LONGEST = 200

function faultOf(tag: string): string | undefined {
  if (grandfathered().has(tag)) return undefined
  const parts = tag.split('-')
  const strange = parts.find((part) => !/^[a-z0-9]{1,8}$/.test(part))
  if (strange !== undefined) return strange === '' ? 'a part of it is empty' : `${JSON.stringify(strange)} is no part of a tag`
  if (parts[0] === 'x') return parts.length > 1 ? undefined : 'nothing stands behind the x of private use'
  return new Reading(parts).fault()
}

/** Reads the parts of a tag in their order: language, extended language, script, region, variants, extensions, private use. */
class Reading {
  readonly #parts: readonly string[]
  #at = 0

  constructor(parts: readonly string[]) {
    this.#parts = parts
  }

  fault(): string | undefined {
    return this.#language() ?? this.#script() ?? this.#region() ?? this.#variants() ?? this.#extensions()
  }

  get #part(): string {
    return this.#parts[this.#at] ?? ''
  }

  #language(): string | undefined {
    const part = this.#part
    if (!/^[a-z]{2,3}$/.test(part)) return `a tag begins with a language of two or three letters, not with "${part}"`
    if (!languages().has(part) && !isBetween(part, 'qaa', 'qtz')) return `"${part}" is no language in the registry of IANA`
    this.#at++
    if (!/^[a-z]{3}$/.test(this.#part)) return undefined
    if (!extendedLanguages().has(this.#part)) return `"${this.#part}" is no extended language in the registry of IANA`
    this.#at++
    return undefined
  }

  #script(): string | undefined {
    const part = this.#part
    if (!/^[a-z]{4}$/.test(part)) return undefined
    const name = part.charAt(0).toUpperCase() + part.slice(1)
    if (!scripts().has(name) && !isBetween(name, 'Qaaa', 'Qabx')) return `"${name}" is no script in the registry of IANA`
    this.#at++
    return undefined
  }

  #region(): string | undefined {
    const part = this.#part
    if (!/^(?:[a-z]{2}|[0-9]{3})$/.test(part)) return undefined
    const name = part.toUpperCase()
    if (!regions().has(name) && !isBetween(name, 'QM', 'QZ') && !isBetween(name, 'XA', 'XZ'))
      return `"${name}" is no region in the registry of IANA`
    this.#at++
    return undefined
  }

  #variants(): string | undefined {
    const seen = new Set<string>()
    for (; /^(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})$/.test(this.#part); this.#at++) {
      if (!variants().has(this.#part)) return `"${this.#part}" is no variant in the registry of IANA`
      if (seen.has(this.#part)) return `the variant "${this.#part}" stands twice`
      seen.add(this.#part)
    }
    return undefined
  }

  #extensions(): string | undefined {
    const seen = new Set<string>()
    while (this.#at < this.#parts.length) {
      const singleton = this.#part
      if (singleton.length !== 1) return `"${singleton}" is not what may stand in its place`
      if (seen.has(singleton)) return `the extension "${singleton}" stands twice`
      seen.add(singleton)
      this.#at++
      const begin = this.#at
      if (singleton === 'x') this.#at = this.#parts.length
      else while (this.#part.length > 1) this.#at++
      if (this.#at === begin) return `nothing stands behind "${singleton}"`
    }
    return undefined
  }
}

/** A range of the registry for private use. */
function isBetween(part: string, first: string, last: string): boolean {
  return part.length === first.length && part >= first && part <= last
}
