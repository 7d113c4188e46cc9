import { isCve, isIpv4, isIpv6 } from '../mapping/formats.ts'
import { parseTime } from '../stix/timestamp.ts'
import { asServed, halvesOf } from './normalise.ts'

/**
 * Would a MISP server take this value for an attribute of this type? It drops an attribute that it refuses. Types without a rule
 * here take any text. Source of the rules: MISP 2.5's AttributeValidationTool, which sees values as `asServed` has them.
 */
export function isAccepted(type: string, value: string): boolean {
  const served = asServed(type, value)
  if (served === '') return false
  const halves = halvesOf(type, served)
  // A network stands in no composite value
  if (halves !== undefined) return halves.every(([half, part]) => isAccepted(half, part) && !(isIp(part) && part.includes('/')))
  if (type.includes('|') || (ONE_LINE.has(type) && served.includes('\n'))) return false
  return RULES.get(type)?.(served) ?? true
}

type Rule = (value: string) => boolean

const matches =
  (form: RegExp): Rule =>
  (value) =>
    form.test(value)

const isIp: Rule = (value) => isIpv4(value) || isIpv6(value)
const domain = matches(/^[a-z0-9._-]+\.[a-z0-9-]{2,}$/)
const count = matches(/^\d+$/)
const service = matches(/^[^/\\]{1,256}$/)
const upTo =
  (most: number): Rule =>
  (value) =>
    count(value) && Number(value) <= most

/** Something, `@`, and a full stop somewhere after it. */
const email: Rule = (value) => {
  const at = value.indexOf('@', 1)
  return at > 0 && value.includes('.', at) && !/\s/.test(value.slice(1, at)) && !value.includes('\n')
}

/** How many hexadecimal digits a hash of the type has. */
const DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  'sha512/224': 56,
  'sha512/256': 64,
  'sha3-224': 56,
  'sha3-256': 64,
  'sha3-384': 96,
  'sha3-512': 128,
  authentihash: 64,
  imphash: 32,
  pehash: 40,
  'x509-fingerprint-md5': 32,
  'x509-fingerprint-sha1': 40,
  'x509-fingerprint-sha256': 64,
}

const METHODS = (
  'OPTIONS GET HEAD POST PUT DELETE TRACE CONNECT PATCH PROPFIND PROPPATCH ORDERPATCH MKCOL MKWORKSPACE MKACTIVITY COPY MOVE LOCK ' +
  'VERSION-CONTROL BASELINE-CONTROL REPORT CHECKOUT CHECKIN UPDATE LABEL MERGE ACL SEARCH'
).split(' ')

/** Types of one line. */
const ONE_LINE: ReadonlySet<string> = new Set(
  (
    'filename url uri user-agent regkey email-subject email-reply-to email-x-mailer email-thread-index email-message-id ' +
    'email-src-display-name email-dst-display-name dkim-signature campaign-name github-username twitter-id mobile-application-id'
  ).split(' '),
)

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...Object.entries(DIGITS).map(([type, digits]): [string, Rule] => [
    type,
    (value) => value.length === digits && /^[0-9a-f]+$/.test(value),
  ]),
  ['ssdeep', matches(/^\d+:[0-9a-zA-Z/+]*:[0-9a-zA-Z/+]*$/)],
  ['impfuzzy', matches(/^\d+:[^:\n]*:[^:\n]*$/)],
  ['tlsh', matches(/^t?[0-9a-f]{36,}$/)],
  ['telfhash', ({ length }) => length === 70 || length === 72],
  ['cdhash', matches(/^[0-9a-f]{40,}$/)],
  ['ip', isIp],
  ['ip-src', isIp],
  ['ip-dst', isIp],
  ['domain', domain],
  ['hostname', domain],
  ...['email', 'email-src', 'email-dst', 'eppn', 'jabber-id'].map((type): [string, Rule] => [type, email]),
  ['windows-service-name', service],
  ['windows-service-displayname', service],
  ['http-method', (value) => METHODS.some((method) => value.includes(method))],
  ['btc', matches(/^[a-zA-Z0-9]+$/)],
  ['mac-address', matches(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/)],
  ['port', (value) => upTo(65_535)(value) && Number(value) > 0],
  ['AS', upTo(2 ** 32 - 1)],
  ['size-in-bytes', count],
  ['counter', count],
  ['float', (value) => Number.isFinite(Number(value))],
  ['boolean', matches(/^[01]$/)],
  ['datetime', (value) => parseTime(value) !== undefined],
  ['vulnerability', isCve],
])
