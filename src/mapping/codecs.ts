import { formatTimestamp, isoMilliseconds, mispMicroseconds, parseTime } from '../stix/timestamp.ts'
import { isRecord } from '../misp/types.ts'
import { base64, boolean, float, integer, isText, second, shifted, string, text, timestamp, words } from './codec.ts'
import type { Codec } from './codec.ts'
import { isCve } from '../stix/forms.ts'
import { isUrl } from './formats.ts'

export type { Codec } from './codec.ts'

/** Codecs that a row names, because the kind of the property does not decide. `options` are the row's other keys. */
export function namedCodec(name: string, options: Readonly<Record<string, unknown>>): Codec | undefined {
  return NAMED[name]?.(options)
}

const entry = (value: unknown): Record<string, unknown> | undefined => (isRecord(value) ? value : undefined)

const NAMED: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => Codec>> = {
  string: () => string,
  /** Any text, also an empty one. */
  text: () => ({
    encode: (value) => (typeof value === 'string' && value.isWellFormed() ? value : undefined),
    decode: (value) => (typeof value === 'string' ? value : undefined),
    literal: 'string',
  }),
  integer: () => integer,
  float: () => float,
  boolean: () => boolean,
  timestamp: () => timestamp,

  /** A timestamp to the second, where STIX has no fractions. */
  second: () => second,

  /** A length in kilometres <-> in metres. */
  kilometres: () => shifted(3),

  /** A closed list of words, `words: { <MISP's>: <STIX's> }`. */
  words: ({ words: table = {} }) => words(table as Record<string, string | boolean>),

  /** The name of a network protocol: MISP writes it in capitals, STIX in lower case (section 6.12). */
  protocol: () => ({
    encode: (value) => (isText(value) && value.isWellFormed() ? value.toLowerCase() : undefined),
    decode: (value) => (isText(value) ? value.toUpperCase() : undefined),
    literal: 'string',
  }),

  /** Content in base64 on both sides. */
  payload: () => base64,

  /** A JSON boolean on both sides. */
  flag: () => ({
    encode: (value) => (typeof value === 'boolean' ? value : undefined),
    decode: (value) => (typeof value === 'boolean' ? value : undefined),
    literal: 'none',
  }),

  /** A URL <-> one external reference of source `url`. */
  'reference-urls': () => ({
    encode: (value) => (isText(value) && isUrl(value) ? { source_name: 'url', url: value } : undefined),
    decode: (value) => {
      const { url, external_id } = entry(value) ?? {}
      return isText(url) && external_id === undefined ? url : undefined
    },
    literal: 'none',
  }),

  /**
   * An id <-> one external reference that holds it. `source` names the source (`*`: any, on reading); `cve` takes CVE ids only.
   * `prefix` is what the id has in front of it in STIX and not in MISP.
   */
  'reference-id': ({ source = 'cve', prefix = '' }) => {
    const front = String(prefix)
    const fits = (id: string): boolean => source !== 'cve' || isCve(id)
    return {
      encode: (value) => {
        if (!isText(value) || !value.isWellFormed() || !fits(value)) return undefined
        return { source_name: String(source), external_id: value.startsWith(front) ? value : front + value }
      },
      decode: (value) => {
        const { source_name, external_id } = entry(value) ?? {}
        if (!isText(external_id) || (source !== '*' && source_name !== source)) return undefined
        return external_id.startsWith(front) ? external_id.slice(front.length) : external_id
      },
      literal: 'none',
    }
  },

  /** An id of ATT&CK, CAPEC, CWE or CVE <-> one external reference of the source that its form names. */
  'attack-id': () => ({
    encode: (value) => {
      if (!isText(value) || !value.isWellFormed()) return undefined
      const front = /^(CAPEC|CWE|CVE)-/.exec(value)?.[1]
      if (front === 'CVE' && !isCve(value)) return undefined
      return { source_name: front?.toLowerCase() ?? 'mitre-attack', external_id: value }
    },
    decode: (value) => {
      const { external_id } = entry(value) ?? {}
      return isText(external_id) ? external_id : undefined
    },
    literal: 'none',
  }),

  /** `mitre-attack:defense-evasion` <-> one kill chain phase. */
  'kill-chain': () => ({
    encode: (value) => {
      if (!isText(value)) return undefined
      const at = value.lastIndexOf(':')
      return at > 0 && at < value.length - 1
        ? { kill_chain_name: value.slice(0, at), phase_name: value.slice(at + 1) }
        : undefined
    },
    decode: (value) => {
      const { kill_chain_name, phase_name } = entry(value) ?? {}
      return isText(kill_chain_name) && isText(phase_name) ? `${kill_chain_name}:${phase_name}` : undefined
    },
    literal: 'none',
  }),

  /** Seconds since 1970 as MISP's text <-> milliseconds as `created` and `modified` want them. */
  epoch: () => ({
    encode: (value) => {
      const seconds =
        isText(value) && /^\d{1,12}$/.test(value)
          ? Number(value)
          : typeof value === 'number' && Number.isSafeInteger(value)
            ? value
            : undefined
      return seconds === undefined ? undefined : isoMilliseconds(seconds)
    },
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : String(moment.seconds)
    },
    literal: 'none',
  }),

  /** `2024-06-18 09:25:17` (UTC) of analyst data <-> milliseconds. */
  'sql-time': () => ({
    encode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined
        ? undefined
        : formatTimestamp({ seconds: moment.seconds, fraction: moment.fraction.slice(0, 6).padEnd(3, '0') })
    },
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined
        ? undefined
        : formatTimestamp({ seconds: moment.seconds, fraction: '' })?.replace('T', ' ').slice(0, -1)
    },
    literal: 'none',
  }),

  /** `first_seen`, `last_seen` <-> a STIX timestamp of the same moment. */
  seen: () => ({
    encode: timestamp.encode,
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : mispMicroseconds(moment)
    },
    literal: 'none',
  }),

  /** The day of an event <-> its midnight. */
  day: () => ({
    encode: (value) =>
      isText(value) && value.length === 10 && parseTime(value) !== undefined ? `${value}T00:00:00.000Z` : undefined,
    decode: (value) => (isText(value) && parseTime(value) !== undefined ? value.slice(0, 10) : undefined),
    literal: 'none',
  }),

  /** A list of one text <-> the text. */
  only: () => ({
    encode: (value) => (isText(value) && value.isWellFormed() ? [value] : undefined),
    decode: (value) => (Array.isArray(value) && value.length > 0 && value.every(isText) ? value.join(', ') : undefined),
    literal: 'none',
  }),

  /** A list of texts on both sides; MISP may hold one text in its place. */
  texts: () => ({
    encode: (value) => {
      const list = Array.isArray(value) ? value : [value]
      return list.length > 0 && list.every((item) => isText(item) && item.isWellFormed()) ? list : undefined
    },
    decode: (value) => (Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined),
    literal: 'none',
  }),

  /** An opinion of 0-100 <-> STIX' five words (section 4.15), by fifths as misp-stix does. */
  opinion: () => ({
    encode: (value) => {
      const number = isText(value) || typeof value === 'number' ? Number(value) : Number.NaN
      return number >= 0 && number <= 100 ? OPINIONS[Math.max(0, Math.ceil(number / 20) - 1)] : undefined
    },
    decode: (value) => {
      const at = OPINIONS.indexOf(String(value))
      return at < 0 ? undefined : String(10 + at * 20)
    },
    literal: 'none',
  }),

  /** Free text <-> a `relationship_type` (section 5.1: lower-case letters, digits and hyphens). */
  slug: () => ({
    encode: (value) => {
      if (!isText(value)) return undefined
      const slug = value
        .trim()
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]+/g, '-')
        .replaceAll(/^-+|-+$/g, '')
      return slug === '' || slug.length > 250 ? undefined : slug
    },
    decode: (value) => (isText(value) ? value : undefined),
    literal: 'none',
  }),

  /** A language tag that is well formed after RFC 5646 in its common parts. */
  language: () => text((value) => /^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?$/.test(value)),

  /** Two letters of ISO 3166 in upper case (section 4.10). */
  country: () => text((value) => /^[A-Z]{2}$/.test(value)),
}

const OPINIONS = ['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree']

/** Names of the codecs that rows may ask for. */
export const CODEC_NAMES: readonly string[] = Object.keys(NAMED)
