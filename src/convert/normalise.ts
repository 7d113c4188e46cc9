import { isIpv4, isIpv6 } from '../mapping/formats.ts'
import { mispMicroseconds, parseTime } from '../stix/timestamp.ts'

type Normalise = (value: string) => string

/**
 * The value as a MISP server keeps it (measured on MISP 2.5): what two values have in common that are one to MISP. For comparing
 * only; a conversion never changes a value.
 */
export function asServed(type: string, value: string): string {
  if (value === lastValue && type === lastType) return lastServed
  const served = serve(type, value)
  lastType = type
  lastValue = value
  lastServed = served
  return served
}

/** A value is looked at several times in a row: is it accepted, is it there already. */
let lastType = ''
let lastValue = ''
let lastServed = ''

function serve(type: string, value: string): string {
  const trimmed = value.trim()
  const known = BY_TYPE.get(type)
  if (known !== undefined) return known(trimmed)
  const at = type.indexOf('|')
  if (at < 0) return trimmed
  const halves = halvesOf(type, trimmed)
  if (halves !== undefined) return halves.map(([half, part]) => serve(half, part)).join('|')
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

const domain: Normalise = (value) => {
  const plain = value.toLowerCase().replace(/\.$/, '')
  if (/^[\x20-\x7e]*$/.test(plain)) return plain
  const url = `http://${plain}/`
  return URL.canParse(url) ? new URL(url).hostname : plain
}

const email: Normalise = (value) => {
  const at = value.lastIndexOf('@')
  return at < 0 ? value.toLowerCase() : `${value.slice(0, at).toLowerCase()}@${domain(value.slice(at + 1))}`
}

const ip: Normalise = (value) => {
  if (!value.includes('/') && !value.includes(':')) return value.toLowerCase()
  const [address = '', bits] = value.toLowerCase().split('/')
  const plain = isIpv6(address) && !address.includes('%') ? compressed(address) : address
  const all = isIpv4(address) ? '32' : '128'
  return bits === undefined || bits === all ? plain : `${plain}/${bits}`
}

function compressed(address: string): string {
  return URL.canParse(`http://[${address}]/`) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`: MISP makes its own form of them. */
function withPort(type: string, value: string): string {
  const [, bracketed, plain, port = ''] = /^(?:\[(.+)\]|([^:\s]+)):(\d+)$/.exec(value) ?? []
  const host = bracketed ?? plain
  return host === undefined ? value : `${serve(type, host)}|${port}`
}

const mac: Normalise = (value) => {
  const hex = value.toLowerCase().replaceAll(/[^0-9a-f]/g, '')
  return hex.length === 12 || hex.length === 16 ? (hex.match(/../g) ?? []).join(':') : value.toLowerCase()
}

const autonomousSystem: Normalise = (value) => {
  const plain = value.replace(/^as\s*/i, '')
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

const boolean: Normalise = (value) => (/^(?:1|true|yes)$/i.test(value) ? '1' : /^(?:0|false|no)$/i.test(value) ? '0' : value)

const HASHES =
  'md5 sha1 sha224 sha256 sha384 sha512 sha512/224 sha512/256 sha3-224 sha3-256 sha3-384 sha3-512 authentihash imphash pehash ' +
  'vhash tlsh telfhash cdhash ja3-fingerprint-md5 jarm-fingerprint hassh-md5 hasshserver-md5 git-commit-id dom-hash'

const BY_TYPE: ReadonlyMap<string, Normalise> = new Map<string, Normalise>([
  ...HASHES.split(' ').map((type) => [type, lower] as const),
  ...['x509-fingerprint-md5', 'x509-fingerprint-sha1', 'x509-fingerprint-sha256'].map(
    (type) => [type, (value: string) => value.toLowerCase().replaceAll(':', '')] as const,
  ),
  ...['domain', 'hostname', 'onion-address'].map((type) => [type, domain] as const),
  ...['email', 'email-src', 'email-dst', 'email-reply-to', 'target-email', 'whois-registrant-email', 'dns-soa-email'].map(
    (type) => [type, email] as const,
  ),
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
  ['bin', digits],
  ['cc-number', digits],
  ...['iban', 'bic'].map((type) => [type, (value: string) => upper(value).replaceAll(/[^A-Z0-9]/g, '')] as const),
])
