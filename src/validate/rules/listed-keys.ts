import { isRecord } from '../../misp/types.ts'
import { httpFields } from '../lists/http-fields.ts'
import { ipfixElements } from '../lists/ipfix-elements.ts'
import { socketOptions } from '../lists/socket-options.ts'
import { hintOf } from '../nearest.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** A dictionary whose keys are names that others have registered. */
interface ListedKeys {
  readonly code: string
  readonly alias: string
  readonly clause: string
  readonly type: string
  /** The keys on the way to the dictionary. */
  readonly steps: readonly string[]
  /** A key, as in "… is no …". */
  readonly what: string
  readonly has: (key: string) => boolean
  readonly words: () => Iterable<string>
}

/** What a person may write into the document information dictionary of a PDF (ISO 32000-1, table 317). */
const PDF_ENTRIES: readonly string[] = 'Title Author Subject Keywords Creator Producer CreationDate ModDate Trapped'.split(' ')
const PDF_ENTRIES_IN_LOWER_CASE = new Set(PDF_ENTRIES.map((entry) => entry.toLowerCase()))

const TABLE: readonly ListedKeys[] = [
  {
    code: 'ipfix',
    alias: '273',
    clause: '6.12.1',
    type: 'network-traffic',
    steps: ['ipfix'],
    what: 'element of IPFIX',
    has: (key) => ipfixElements().has(key),
    words: ipfixElements,
  },
  {
    code: 'http-request-headers',
    alias: '274',
    clause: '6.12.2.1',
    type: 'network-traffic',
    steps: ['extensions', 'http-request-ext', 'request_header'],
    what: 'registered header field of HTTP',
    // Fields of one's own were to begin with X- until RFC 6648, and still do
    has: (key) => httpFields().has(key.toLowerCase()) || /^x-./i.test(key),
    words: httpFields,
  },
  {
    code: 'socket-options',
    alias: '275',
    clause: '6.12.4.1',
    type: 'network-traffic',
    steps: ['extensions', 'socket-ext', 'options'],
    what: 'known option of sockets',
    has: (key) => socketOptions().has(key),
    words: socketOptions,
  },
  {
    code: 'pdf-doc-info',
    alias: '276',
    clause: '6.7.4.1',
    type: 'file',
    steps: ['extensions', 'pdf-ext', 'document_info_dict'],
    what: 'entry as PDF writes it',
    // ISO 32000-1 section 14.3.3 allows others: only the case of those that it defines can be wrong
    has: (key) => PDF_ENTRIES.includes(key) || !PDF_ENTRIES_IN_LOWER_CASE.has(key.toLowerCase()),
    words: () => PDF_ENTRIES,
  },
]

/** Keys of some dictionaries are names from lists of others: IPFIX elements, HTTP header fields, socket options, PDF entries. */
export const LISTED_KEYS: readonly Rule[] = TABLE.map(listedKeysRule)

function listedKeysRule({ code, alias, clause, type, steps, what, has, words }: ListedKeys): Rule {
  const path = steps.reduce(under, '')
  const name = steps.at(-1) ?? ''
  return {
    code,
    alias,
    severity: 'warning',
    lenient: 'off',
    clause,
    about: `Each key of ${name} is the name of a${/^[aeiou]/.test(what) ? 'n' : ''} ${what}.`,
    advice: 'Use the name as it is registered, in the same case.',
    types: [type],
    object(object, speak) {
      const dictionary = recordAt(object, steps)
      if (dictionary === undefined) return
      for (const key in dictionary) if (!has(key)) speak(under(path, key), messageOf(key, what, words()))
    },
  }
}

function recordAt(
  record: Readonly<Record<string, unknown>>,
  steps: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  let found: Readonly<Record<string, unknown>> | undefined = record
  for (const step of steps) {
    const inner: unknown = found?.[step]
    if (!isRecord(inner)) return undefined
    found = inner
  }
  return found
}

function messageOf(key: string, what: string, words: Iterable<string>): string {
  const hint = hintOf(key, words)
  return `${shown(key)} is no ${what}${hint === undefined ? '' : `: ${hint}`}`
}
