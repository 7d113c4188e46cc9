import type { Property } from '../stix/model.ts'
import { formatTimestamp, isoMilliseconds, mispMicroseconds, parseTime } from '../stix/timestamp.ts'

/**
 * Both directions of one value. `encode` takes MISP's value and gives STIX', `decode` the reverse; either gives `undefined`
 * for what it cannot say. Conversion never normalises: where `decode(encode(v))` is not `v`, the residue keeps the spelling.
 */
export interface Codec {
  readonly encode: (value: unknown) => unknown
  readonly decode: (value: unknown) => unknown
  /** How a pattern writes the encoded value; `none` where it must not stand in one. */
  readonly literal: 'string' | 'number' | 'boolean' | 'timestamp' | 'hex' | 'none'
}

type Literal = Codec['literal']

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function text(fits: (value: string) => boolean): Codec {
  const same = (value: unknown): unknown => (isText(value) && fits(value) ? value : undefined)
  return { encode: same, decode: (value) => (typeof value === 'string' ? value : undefined), literal: 'string' }
}

const string: Codec = text(() => true)

/** Lone surrogates have no UTF-8 form: such a text cannot stand in a STIX string. */
const wellFormed = (value: string): boolean => value.isWellFormed()

const integer: Codec = {
  encode: (value) => (isText(value) && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined),
  decode: (value) => (typeof value === 'number' ? String(value) : isText(value) ? value : undefined),
  literal: 'number',
}

const float: Codec = {
  encode: (value) => (isText(value) && /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(value) ? Number(value) : undefined),
  decode: integer.decode,
  literal: 'number',
}

const TRUE = new Set<unknown>([true, 'true', 'True', 'TRUE', '1', 1])
const FALSE = new Set<unknown>([false, 'false', 'False', 'FALSE', '0', 0])

const boolean: Codec = {
  encode: (value) => (TRUE.has(value) ? true : FALSE.has(value) ? false : undefined),
  decode: (value) => (TRUE.has(value) ? '1' : FALSE.has(value) ? '0' : undefined),
  literal: 'boolean',
}

/** A MISP `datetime` value <-> a STIX timestamp. MISP's own normal form is microseconds with `+0000` (reference of MISP 2.5). */
const timestamp: Codec = {
  encode: (value) => {
    const moment = isText(value) ? parseTime(value) : undefined
    return moment === undefined ? undefined : formatTimestamp(moment)
  },
  decode: (value) => {
    const moment = isText(value) ? parseTime(value) : undefined
    const micro = moment === undefined ? undefined : mispMicroseconds(moment)
    return micro === undefined ? undefined : `${micro.slice(0, -3)}00`
  },
  literal: 'timestamp',
}

/** Hexadecimal digits: MISP writes them upper case (value normalisation of the server), STIX lower case (section 2.8). */
const hex: Codec = {
  encode: (value) => (isText(value) && /^([0-9a-fA-F]{2})+$/.test(value) ? value.toLowerCase() : undefined),
  decode: (value) => (isText(value) ? value.toUpperCase() : undefined),
  literal: 'hex',
}

const base64: Codec = { ...text((value) => /^[A-Za-z0-9+/]+={0,2}$/.test(value) && value.length % 4 === 0), literal: 'none' }

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\/(?:3[0-2]|[12]?\d))?$/

/** Is this an IPv4 address or CIDR block? */
export function isIpv4(value: string): boolean {
  return V4.test(value)
}

/** Is this an IPv6 address or CIDR block? Without a zone. */
export function isIpv6(value: string): boolean {
  if (value.length > 49 || !value.includes(':')) return false
  const [address = '', prefix, ...more] = value.split('/')
  if (more.length > 0 || (prefix !== undefined && !/^(?:12[0-8]|1[01]\d|[1-9]?\d)$/.test(prefix))) return false
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const tail = groups.at(-1)
  let count = groups.length
  if (tail?.includes('.')) {
    if (!V4.test(tail) || tail.includes('/')) return false
    groups.pop()
    count += 1
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false
  return halves.length === 2 ? count <= 7 : count === 8
}

const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u

/** A host name as STIX means `domain-name.value` (section 6.4): labels of letters, digits, `-` and `_`, two at least. */
function isDomain(value: string): boolean {
  if (value.length > 253) return false
  const labels = value.split('.')
  return labels.length > 1 && labels.every((label) => LABEL.test(label))
}

/** RFC 3986 with a scheme; characters that a URI must escape are refused. */
const isUrl = (value: string): boolean => value.length <= 65_536 && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020\u007f-\uffff]+$/.test(value) && URL.canParse(value) && brackets(value) && !/%(?![0-9A-Fa-f]{2})/.test(value)

/** Square brackets belong to an IPv6 host and nowhere else in a URI; `#` may stand once. */
function brackets(value: string): boolean {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(value)?.[0] ?? ''
  const rest = value.slice(authority.length)
  return !/[[\]]/.test(rest) && rest.indexOf('#') === rest.lastIndexOf('#')
}

const isEmail = (value: string): boolean => value.length <= 320 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})+$/.test(value)

/** The hives of STIX 2.1 section 6.17 in the short forms that analysts write. */
const HIVES: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG',
}

/** "The hive MUST be fully expanded and not truncated; e.g., HKEY_LOCAL_MACHINE must be used instead of HKLM" (section 6.17). */
const registryKey: Codec = {
  encode: (value) => {
    if (!isText(value)) return undefined
    const end = value.indexOf('\\')
    const hive = HIVES[(end < 0 ? value : value.slice(0, end)).toUpperCase()]
    return hive === undefined ? value : end < 0 ? hive : hive + value.slice(end)
  },
  decode: (value) => (typeof value === 'string' ? value : undefined),
  literal: 'string',
}

const hexOf = (...lengths: number[]): Codec => text((value) => lengths.includes(value.length) && /^[0-9a-fA-F]+$/.test(value))

/** Forms of hash values by algorithm (STIX 2.1 section 10.6); an algorithm without an entry takes any text. */
const HASHES: Readonly<Record<string, Codec>> = {
  MD5: hexOf(32),
  'SHA-1': hexOf(40),
  'SHA-224': hexOf(56),
  'SHA-256': hexOf(64),
  'SHA-384': hexOf(96),
  'SHA-512': hexOf(128),
  'SHA-512-224': hexOf(56),
  'SHA-512-256': hexOf(64),
  'SHA3-224': hexOf(56),
  'SHA3-256': hexOf(64),
  'SHA3-384': hexOf(96),
  'SHA3-512': hexOf(128),
  SSDEEP: text((value) => value.length <= 148 && /^\d+:[A-Za-z0-9/+]{0,64}:[A-Za-z0-9/+]{0,64}$/.test(value)),
  TLSH: text((value) => /^(?:[Tt]1)?[0-9a-fA-F]{70}$/.test(value)),
}

const ip: Codec = text((value) => isIpv4(value) || isIpv6(value))

const port: Codec = {
  ...integer,
  encode: (value) => {
    const number = integer.encode(value)
    return typeof number === 'number' && number >= 0 && number <= 65_535 ? number : undefined
  },
}

/** Values whose place asks for more than its kind says: `type.property` of the STIX model. */
const FORMATS: Readonly<Record<string, Codec>> = {
  'ip.value': ip,
  'ipv4-addr.value': text(isIpv4),
  'ipv6-addr.value': text(isIpv6),
  'domain-name.value': text(isDomain),
  'url.value': text(isUrl),
  'email-addr.value': text(isEmail),
  'mac-addr.value': text((value) => /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(value)),
  'windows-registry-key.key': registryKey,
  'network-traffic.src_port': port,
  'network-traffic.dst_port': port,
  'autonomous-system.number': {
    ...integer,
    encode: (value) => (isText(value) ? integer.encode(/^AS\d/i.test(value) ? value.slice(2) : value) : undefined),
  },
}

const KINDS: Readonly<Partial<Record<Property['kind'], Codec>>> = {
  string: text(wellFormed),
  vocabulary: text(wellFormed),
  integer,
  float,
  boolean,
  timestamp,
  hex,
  binary: base64,
}

/** The codec of a place in the STIX model. `type` is the object type, `keys` the property names down to the place. */
export function codecOf(type: string, keys: readonly string[], property: Property): Codec | undefined {
  const format = FORMATS[`${type}.${keys.join('.')}`]
  if (format !== undefined) return format
  if (keys.at(-2) === 'hashes') return HASHES[keys.at(-1) as string] ?? text(wellFormed)
  if (property.kind === 'enum') return text((value) => property.words?.includes(value) ?? true)
  const codec = KINDS[property.kind]
  if (codec !== undefined && (property.minimum !== undefined || property.maximum !== undefined)) return within(codec, property)
  return codec
}

function within(codec: Codec, { minimum = -Infinity, maximum = Infinity }: Property): Codec {
  const encode = (value: unknown): unknown => {
    const number = codec.encode(value)
    return typeof number === 'number' && number >= minimum && number <= maximum ? number : undefined
  }
  return { ...codec, encode }
}

/** Codecs that a row names, because the kind of the property does not decide. `options` are the row's other keys. */
export function namedCodec(name: string, options: Readonly<Record<string, unknown>>): Codec | undefined {
  return NAMED[name]?.(options)
}

const none: Literal = 'none'

const entry = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

const isCve = (value: unknown): value is string => isText(value) && /^CVE-\d{4}-\d{4,}$/.test(value)

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

  /** A JSON boolean on both sides. */
  flag: () => ({
    encode: (value) => (typeof value === 'boolean' ? value : undefined),
    decode: (value) => (typeof value === 'boolean' ? value : undefined),
    literal: none,
  }),

  /** A URL <-> one external reference of source `url`. */
  'reference-urls': () => ({
    encode: (value) => (isText(value) && isUrl(value) ? { source_name: 'url', url: value } : undefined),
    decode: (value) => {
      const { url, external_id } = entry(value) ?? {}
      return isText(url) && external_id === undefined ? url : undefined
    },
    literal: none,
  }),

  /** An id <-> one external reference that holds it. `source` names the source; `cve` takes CVE ids only. */
  'reference-id': ({ source = 'cve' }) => ({
    encode: (value) => (isText(value) && (source !== 'cve' || isCve(value)) ? { source_name: String(source), external_id: value } : undefined),
    decode: (value) => {
      const { source_name, external_id } = entry(value) ?? {}
      return isText(external_id) && (source === '*' || source_name === source) ? external_id : undefined
    },
    literal: none,
  }),

  /** `mitre-attack:defense-evasion` <-> one kill chain phase. */
  'kill-chain': () => ({
    encode: (value) => {
      if (!isText(value)) return undefined
      const at = value.lastIndexOf(':')
      return at > 0 && at < value.length - 1 ? { kill_chain_name: value.slice(0, at), phase_name: value.slice(at + 1) } : undefined
    },
    decode: (value) => {
      const { kill_chain_name, phase_name } = entry(value) ?? {}
      return isText(kill_chain_name) && isText(phase_name) ? `${kill_chain_name}:${phase_name}` : undefined
    },
    literal: none,
  }),

  /** Seconds since 1970 as MISP's text <-> milliseconds as `created` and `modified` want them. */
  epoch: () => ({
    encode: (value) => {
      const seconds = isText(value) && /^\d{1,12}$/.test(value) ? Number(value) : typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
      return seconds === undefined ? undefined : isoMilliseconds(seconds)
    },
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : String(moment.seconds)
    },
    literal: none,
  }),

  /** `2024-06-18 09:25:17` (UTC) of analyst data <-> milliseconds. */
  'sql-time': () => ({
    encode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : formatTimestamp({ seconds: moment.seconds, fraction: moment.fraction.slice(0, 6).padEnd(3, '0') })
    },
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : formatTimestamp({ seconds: moment.seconds, fraction: '' })?.replace('T', ' ').slice(0, -1)
    },
    literal: none,
  }),

  /** `first_seen`, `last_seen` <-> a STIX timestamp of the same moment. */
  seen: () => ({
    encode: timestamp.encode,
    decode: (value) => {
      const moment = isText(value) ? parseTime(value) : undefined
      return moment === undefined ? undefined : mispMicroseconds(moment)
    },
    literal: none,
  }),

  /** The day of an event <-> its midnight. */
  day: () => ({
    encode: (value) => (isText(value) && value.length === 10 && parseTime(value) !== undefined ? `${value}T00:00:00.000Z` : undefined),
    decode: (value) => (isText(value) && parseTime(value) !== undefined ? value.slice(0, 10) : undefined),
    literal: none,
  }),

  /** A list of one text <-> the text. */
  only: () => ({
    encode: (value) => (isText(value) && value.isWellFormed() ? [value] : undefined),
    decode: (value) => (Array.isArray(value) && value.length > 0 && value.every(isText) ? value.join(', ') : undefined),
    literal: none,
  }),

  /** A list of texts on both sides; MISP may hold one text in its place. */
  texts: () => ({
    encode: (value) => {
      const list = Array.isArray(value) ? value : [value]
      return list.length > 0 && list.every((item) => isText(item) && item.isWellFormed()) ? list : undefined
    },
    decode: (value) => (Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined),
    literal: none,
  }),

  /** An opinion of 0-100 <-> STIX' five words (section 4.15), by fifths as misp-stix does. */
  opinion: () => ({
    encode: (value) => {
      const number = isText(value) || typeof value === 'number' ? Number(value) : Number.NaN
      return number >= 0 && number <= 100 ? OPINIONS[Math.max(0, Math.ceil(number / 20) - 1)] : undefined
    },
    decode: (value) => {
      const at = OPINIONS.indexOf(String(value))
      return at < 0 ? undefined : String(10 + at * 20 + (at === 2 ? 0 : 0))
    },
    literal: none,
  }),

  /** Free text <-> a `relationship_type` (section 5.1: lower-case letters, digits and hyphens). */
  slug: () => ({
    encode: (value) => {
      if (!isText(value)) return undefined
      const slug = value.trim().toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-').replaceAll(/^-+|-+$/g, '')
      return slug === '' || slug.length > 250 ? undefined : slug
    },
    decode: (value) => (isText(value) ? value : undefined),
    literal: none,
  }),

  /** A language tag that is well formed after RFC 5646 in its common parts. */
  language: () => text((value) => /^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?$/.test(value)),

  /** Two letters of ISO 3166 in upper case (section 4.10). */
  country: () => text((value) => /^[A-Z]{2}$/.test(value)),
}

const OPINIONS = ['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree']

/** Names of the codecs that rows may ask for. */
export const CODEC_NAMES: readonly string[] = Object.keys(NAMED)
