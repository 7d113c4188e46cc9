import { isIpv4, isIpv6 } from '../stix/forms.ts'
import type { Property } from '../stix/model.ts'
import { base64, boolean, float, hex, integer, isText, string, text, timestamp } from './codec.ts'
import type { Codec } from './codec.ts'

const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u

/**
 * A host name as STIX means `domain-name.value` (section 6.4): labels of letters, digits, `-` and `_`, two at least. A last label
 * of digits makes it an address (RFC 3696 section 2).
 */
function isDomain(value: string): boolean {
  if (value.length > 253) return false
  const labels = value.split('.')
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) as string)
}

/** RFC 3986 with a scheme; characters that a URI must escape are refused. */
export const isUrl = (value: string): boolean =>
  value.length <= 65_536 &&
  /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020\u007f-\uffff]+$/.test(value) &&
  URL.canParse(value) &&
  brackets(value) &&
  !/%(?![0-9A-Fa-f]{2})/.test(value)

/** Square brackets belong to an IPv6 host and nowhere else in a URI; `#` may stand once. */
function brackets(value: string): boolean {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(value)?.[0] ?? ''
  const rest = value.slice(authority.length)
  return !/[[\]]/.test(rest) && rest.indexOf('#') === rest.lastIndexOf('#')
}

const isEmail = (value: string): boolean =>
  value.length <= 320 &&
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})+$/.test(value)

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
    if (!isText(value) || !value.isWellFormed()) return undefined
    const end = value.search(/[\\/]/)
    const hive = HIVES[(end < 0 ? value : value.slice(0, end)).toUpperCase()]
    return hive === undefined ? value : end < 0 ? hive : hive + value.slice(end)
  },
  decode: (value) => (typeof value === 'string' ? value : undefined),
  literal: 'string',
}

const hexOf = (...lengths: number[]): Codec => text((value) => lengths.includes(value.length) && /^[0-9a-fA-F]+$/.test(value))

/** Forms of hash values by algorithm (STIX 2.1 section 10.7); an algorithm without an entry takes any text. */
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

/** A name of the CPE 2.3 formatted-string binding, which is the one that STIX takes (section 6.14). */
function isCpe(value: string): boolean {
  return /^cpe:2\.3:[aho*-](?::(?:[A-Za-z0-9._*?-]|\\[!-~])+){10}$/.test(value)
}

const ip: Codec = text((value) => isIpv4(value) || isIpv6(value))

const port: Codec = {
  ...integer,
  encode: (value) => {
    const number = integer.encode(value)
    return typeof number === 'number' && number >= 0 && number <= 65_535 ? number : undefined
  },
}

/** Names of the IANA registry of character sets that files are in; each is the preferred MIME name (sections 6.3, 6.7). */
const CHARSETS: ReadonlySet<string> = new Set(
  [
    'US-ASCII UTF-7 UTF-8 UTF-16 UTF-16BE UTF-16LE UTF-32 UTF-32BE UTF-32LE KOI8-R KOI8-U macintosh IBM437 IBM850 IBM852 IBM866',
    'Big5 Big5-HKSCS EUC-JP EUC-KR GB18030 GB2312 GBK HZ-GB-2312 ISO-2022-CN ISO-2022-JP ISO-2022-KR Shift_JIS Windows-31J TIS-620',
    'ISO-8859-1 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-8 ISO-8859-9 ISO-8859-10 ISO-8859-13',
    'ISO-8859-14 ISO-8859-15 ISO-8859-16 windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254',
    'windows-1255 windows-1256 windows-1257 windows-1258',
  ].flatMap((line) => line.split(' ')),
)

const charset: Codec = text((value) => CHARSETS.has(value))

/** What a media type looks like; the output of file(1), which MISP often holds in its place, does not. */
const mediaType: Codec = text((value) =>
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/.test(value),
)

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
  'file.name_enc': charset,
  'directory.path_enc': charset,
  'file.mime_type': mediaType,
  'artifact.mime_type': mediaType,
  'software.cpe': text(isCpe),
  // "Each string begins with the header's name": the lines of one header only, which MISP's `header` may hold among others
  'email-message.received_lines': text((value) => /^(?:from|by) /i.test(value)),
  'network-traffic.src_port': port,
  'network-traffic.dst_port': port,
  'autonomous-system.number': {
    ...integer,
    encode: (value) => (isText(value) ? integer.encode(/^AS\d/i.test(value) ? value.slice(2) : value) : undefined),
  },
}

const KINDS: Readonly<Partial<Record<Property['kind'], Codec>>> = {
  string,
  vocabulary: string,
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
  if (keys.at(-2) === 'hashes') return HASHES[keys.at(-1) as string] ?? string
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
