import { isIpv4, isIpv6 } from '../stix/forms.ts'
import { mispMicroseconds, parseTime } from '../stix/timestamp.ts'

type Normalise = (value: string) => string

/**
 * The value as a MISP server keeps it (measured on MISP 2.5): what two values have in common that are one to MISP. For comparing
 * only; a conversion never changes a value.
 */
export function asServed(type: string, value: string): string {
  if (type !== lastType || value !== lastValue) {
    lastServed = normalised(type, value)
    lastType = type
    lastValue = value
  }
  return lastServed
}

/** Several rules look at one value, one after the other. */
let lastType = ''
let lastValue = ''
let lastServed = ''

function normalised(type: string, value: string): string {
  const trimmed = refanged(type, value.trim())
  const known = BY_TYPE.get(type)
  if (known !== undefined) return known(trimmed)
  const at = type.indexOf('|')
  if (at < 0) return trimmed
  const halves = halvesOf(type, trimmed)
  if (halves !== undefined) return halves.map(([half, part]) => BY_TYPE.get(half)?.(part) ?? part).join('|')
  return type.startsWith('ip-') || type.startsWith('hostname') ? withPort(type.slice(0, at), trimmed) : trimmed
}

/** Type and value of each half of a composite value; `undefined` for what has none. */
export function halvesOf(type: string, value: string): [[string, string], [string, string]] | undefined {
  const at = type.indexOf('|')
  const cut = type.startsWith('regkey') ? value.indexOf('|') : value.lastIndexOf('|')
  if (at < 0 || cut < 0) return undefined
  return [
    [type.slice(0, at), value.slice(0, cut)],
    [type.slice(at + 1), value.slice(cut + 1)],
  ]
}

const lower: Normalise = (value) => value.toLowerCase()
const upper: Normalise = (value) => value.toUpperCase()
const digits: Normalise = (value) => value.replaceAll(/\D/g, '')

/** No host name is longer (RFC 1035 section 2.3.4). */
const LONGEST_NAME = 253

const domain: Normalise = (value) => {
  const plain = withoutDots(value.toLowerCase())
  if (plain.length > LONGEST_NAME || /^[\x20-\x7e]*$/.test(plain)) return plain
  const url = `http://${plain}/`
  return !URL.canParse(url) ? plain : new URL(url).hostname
}

/** Without the full stops around it. */
function withoutDots(value: string): string {
  let [from, to] = [0, value.length]
  while (value[from] === '.') from++
  while (to > from && value[to - 1] === '.') to--
  return value.slice(from, to)
}

const ip: Normalise = (value) => {
  if (!value.includes('/') && !value.includes(':')) return value.toLowerCase()
  const [address = '', bits] = value.toLowerCase().split('/')
  const plain = isIpv6(address) && !address.includes('%') ? compressed(address) : address
  const all = isIpv4(address) ? '32' : '128'
  return bits === undefined || bits === all ? plain : `${plain}/${bits}`
}

function compressed(address: string): string {
  // MISP writes the last half of such an address as IPv4, as they come
  if (address.includes('.')) return address
  return URL.canParse(`http://[${address}]/`) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`: MISP makes its own form of them. */
function withPort(type: string, value: string): string {
  const [, bracketed, plain, port = ''] = /^(?:\[(.+)\]|([^:\s]+)):(\d+)$/.exec(value) ?? []
  const host = bracketed ?? plain
  return host === undefined ? value : `${normalised(type, host)}|${port}`
}

const mac: Normalise = (value) => {
  const hex = value.toLowerCase().replaceAll(/[^0-9a-f]/g, '')
  return hex.length === 12 || hex.length === 16 ? (hex.match(/../g) ?? []).join(':') : value.toLowerCase()
}

const autonomousSystem: Normalise = (value) => {
  const plain = value.replace(/^as/i, '')
  const [, high, low] = /^(\d+)\.(\d+)$/.exec(plain) ?? []
  return high === undefined ? plain : String(Number(high) * 65_536 + Number(low))
}

const datetime: Normalise = (value) => {
  const moment = parseTime(value)
  return (moment === undefined ? undefined : mispMicroseconds(moment)) ?? value
}

const phone: Normalise = (value) =>
  value
    .replace(/^00/, '+')
    .replaceAll('(0)', '')
    .replaceAll(/[^\d+]/g, '')

const boolean: Normalise = (value) => (/^(?:1|true)$/i.test(value) ? '1' : /^(?:0|false)$/i.test(value) ? '0' : value)

/** What analysts write so that nobody clicks on it, and MISP undoes: for which types, what, and what it stands for. */
const REFANGINGS: readonly (readonly [types: string, from: RegExp, to: string])[] = [
  ['link url', /^(?:hxxp|hxtp|htxp|meow|h\[tt\]p)/i, 'http'],
  ['link url ip-dst ip-src domain|ip domain hostname email email-src email-dst', /\[\.\]|\[dot\]|\(dot\)/g, '.'],
  ['link url', /\[hxxp:\/\/\]/g, 'http://'],
  ['email email-src email-dst', /\[@\]|\[at\]/g, '@'],
  ['link url', /\[:\]/g, ':'],
]

/** What every value has that one of them changes. */
const DEFANGED = /[[(]|^(?:hx|htx|meow)/i

const REFANGINGS_OF: ReadonlyMap<string, readonly (readonly [from: RegExp, to: string])[]> = new Map(
  [...new Set(REFANGINGS.flatMap(([types]) => types.split(' ')))].map((type) => [
    type,
    REFANGINGS.filter(([types]) => types.split(' ').includes(type)).map(([, from, to]) => [from, to] as const),
  ]),
)

function refanged(type: string, value: string): string {
  if (!DEFANGED.test(value)) return value
  let plain = value
  for (const [from, to] of REFANGINGS_OF.get(type) ?? []) plain = plain.replace(from, to)
  return plain
}

/** Types whose values MISP writes in small letters, and no more. */
const LOWER =
  'md5 sha1 sha224 sha256 sha384 sha512 sha512/224 sha512/256 sha3-224 sha3-256 sha3-384 sha3-512 authentihash imphash pehash ' +
  'vhash tlsh telfhash cdhash ja3-fingerprint-md5 jarm-fingerprint hassh-md5 hasshserver-md5 dom-hash anonymised ' +
  'hostname onion-address email email-src email-dst target-email whois-registrant-email'

const BY_TYPE: ReadonlyMap<string, Normalise> = new Map<string, Normalise>([
  ...LOWER.split(' ').map((type) => [type, lower] as const),
  ...['x509-fingerprint-md5', 'x509-fingerprint-sha1', 'x509-fingerprint-sha256'].map(
    (type) => [type, (value: string) => value.toLowerCase().replaceAll(':', '')] as const,
  ),
  ['domain', domain],
  ...['ip', 'ip-src', 'ip-dst'].map((type) => [type, ip] as const),
  ['mac-address', mac],
  ['mac-eui-64', mac],
  ['AS', autonomousSystem],
  ...['vulnerability', 'weakness'].map((type) => [type, (value: string) => upper(value).replaceAll('–', '-')] as const),
  ...['hex', 'http-method'].map((type) => [type, upper] as const),
  ['boolean', boolean],
  ['datetime', datetime],
  ['phone-number', phone],
  ['whois-registrant-phone', phone],
  ['prtn', phone],
  ['bin', digits],
  ['cc-number', digits],
  ...['iban', 'bic'].map((type) => [type, (value: string) => upper(value).replaceAll(/[^A-Z0-9]/g, '')] as const),
])
