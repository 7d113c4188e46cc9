import { isCve, isIpv4, isIpv6 } from '../stix/forms.ts'
import { isComposite } from './composite.ts'
import { asServed, halvesOf } from './normalise.ts'
import { isMispTime } from './time.ts'

/** Why a MISP server drops a value: which part of it is wrong, for what type, and what MISP wants there. */
export interface Refusal {
  kind: 'empty' | 'composite' | 'form'
  type: string
  value: string
  wanted: string
}

/** Would a MISP server take this value for an attribute of this type? It drops an attribute that it refuses. */
export function isAccepted(type: string, value: string): boolean {
  return refusalOf(type, value) === undefined
}

/**
 * What a MISP server has against a value of an attribute type; `undefined` when it takes it. Types without a rule here take any text.
 * Source of the rules: MISP 2.5's AttributeValidationTool and the validation of its attribute model, which see values as `asServed`
 * has them.
 */
export function refusalOf(type: string, value: string): Refusal | undefined {
  return refusalOfServed(type, asServed(type, value))
}

/** The same for a value that went through `asServed`. */
export function refusalOfServed(type: string, value: string): Refusal | undefined {
  if (value === '' || CONTROLS.test(value)) return { kind: 'empty', type, value, wanted: 'something that can be read' }
  if (isComposite(type)) return refusalOfComposite(type, value)
  const rule = RULES.get(type)
  return rule === undefined || rule.test(value) ? undefined : { kind: 'form', type, value, wanted: rule.wanted }
}

/** No more than control characters, which counts as nothing. */
const CONTROLS = /^[\0-\x1f\x7f]+$/

function refusalOfComposite(type: string, value: string): Refusal | undefined {
  const bar = value.indexOf('|')
  if (bar < 0 || bar !== value.lastIndexOf('|'))
    return { kind: 'composite', type, value, wanted: 'two parts with one | between them' }
  if (type === 'regkey|value') return value.includes('\n') ? { kind: 'form', type, value, wanted: 'one line' } : undefined
  // The parts of a sample are not looked at
  for (const [half, part] of halvesOf(type, value) ?? []) {
    const refusal = refusalOfServed(half, part)
    if (refusal !== undefined) return refusal
    if (part.includes('/') && isIp(part)) return { kind: 'form', type: half, value: part, wanted: 'one address, no network' }
  }
  return undefined
}

interface ValueRule {
  test: (value: string) => boolean
  wanted: string
}

function isIp(value: string): boolean {
  return isIpv4(value) || isIpv6(value)
}

const matches =
  (form: RegExp) =>
  (value: string): boolean =>
    form.test(value)

const isCount = matches(/^\d+$/)
const isHex = matches(/^[0-9a-f]+$/i)
/** As PHP's is_numeric has it. */
const isNumeric = matches(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i)
const isDomain = matches(/^[a-z0-9._-]+\.[a-z0-9-]{2,}$/i)

/** Something, `@`, and a full stop somewhere after it. */
function isEmail(value: string): boolean {
  const at = value.indexOf('@', 1)
  return at > 0 && value.includes('.', at) && !/\s/.test(value.slice(1, at)) && !value.includes('\n')
}

/** A URL as PHP's filter has it: ASCII, with a scheme; for the web a host without underscores. */
function isLink(value: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(value)) return false
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(value) ?? []
  if (host === undefined) return !/^https?:/i.test(value)
  return (
    host.startsWith('[') ||
    host.split('.').every((label, at, { length }) => isLabel(label) || (label === '' && at > 0 && at === length - 1))
  )
}

function isLabel(label: string): boolean {
  return label.length < 64 && /^[a-z0-9][a-z0-9-]*$/i.test(label) && !label.endsWith('-')
}

/** `SHA256:` with 32 bytes in Base64, or an MD5 with or without its name and colons. */
function isSshFingerprint(value: string): boolean {
  if (value.startsWith('SHA256:')) return /^[A-Za-z0-9+/]{43}=?$/.test(value.slice(7))
  const plain = value.replace(/^MD5:/, '').replaceAll(':', '')
  return plain.length === 32 && isHex(plain)
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

const upTo =
  (most: number) =>
  (value: string): boolean =>
    isCount(value) && Number(value) <= most

const isPort = (value: string): boolean => upTo(65_535)(value) && Number(value) > 0

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
  'git-commit-id': 40,
  'ja3-fingerprint-md5': 32,
  'jarm-fingerprint': 62,
  'hassh-md5': 32,
  'hasshserver-md5': 32,
  'dom-hash': 32,
}

const METHODS = (
  'OPTIONS GET HEAD POST PUT DELETE TRACE CONNECT PATCH PROPFIND PROPPATCH ORDERPATCH MKCOL MKWORKSPACE MKACTIVITY COPY MOVE LOCK ' +
  'VERSION-CONTROL BASELINE-CONTROL REPORT CHECKOUT CHECKIN UPDATE LABEL MERGE ACL SEARCH'
).split(' ')

/** Types of one line. */
const ONE_LINE = [
  ...`target-user campaign-name campaign-id threat-actor target-machine target-org target-location target-external email-subject
  malware-type url uri user-agent regkey filename pdb windows-scheduled-task whois-registrant-name whois-registrant-org
  whois-registrar whois-creation-date date-of-birth place-of-birth gender passport-number passport-country passport-expiration
  redress-number nationality visa-number issue-date-of-the-visa primary-residence country-of-residence special-service-request
  frequent-flyer-number travel-details payment-details place-port-of-original-embarkation place-port-of-clearance
  place-port-of-onward-foreign-destination passenger-name-record-locator-number email-dst-display-name email-src-display-name
  email-reply-to email-x-mailer email-mime-boundary email-thread-index email-message-id github-username github-repository
  github-organisation twitter-id dkim dkim-signature favicon-mmh3 chrome-extension-id mobile-application-id azure-application-id`.split(
    /\s+/,
  ),
  'named pipe',
]

const GROUPS: readonly (readonly [types: string, wanted: string, test: (value: string) => boolean])[] = [
  [
    'ssdeep',
    'an ssdeep hash: block size, hash and hash with colons between them',
    matches(/^\d+:[0-9a-zA-Z/+]*:[0-9a-zA-Z/+]*$/),
  ],
  ['impfuzzy', 'an impfuzzy hash: a number, hash and hash with colons between them', matches(/^\d+:[^:\n]*:[^:\n]*$/)],
  ['tlsh', 'at least 36 hexadecimal digits, with or without T1 before them', matches(/^t?[0-9a-f]{36,}$/i)],
  ['telfhash', '70 or 72 characters', ({ length }) => length === 70 || length === 72],
  ['cdhash', 'at least 40 hexadecimal digits', matches(/^[0-9a-f]{40,}$/)],
  ['vhash', 'one line', (value) => !value.includes('\n')],
  ['ip ip-src ip-dst', 'an IPv4 or IPv6 address, or a network such as 192.0.2.0/24', isIp],
  ['domain hostname', 'a host name with a dot in it and a last part of two letters or more, in ASCII', isDomain],
  ['onion-address', '16 or 56 letters a-z and digits 2-7, and .onion', matches(/^(?:[a-z2-7]{16}|[a-z2-7]{56})\.onion$/)],
  [
    'email email-src email-dst eppn target-email whois-registrant-email dns-soa-email jabber-id',
    'an address such as name@example.org',
    isEmail,
  ],
  ['windows-service-name windows-service-displayname', 'at most 256 characters, without slashes', matches(/^[^/\\]{1,256}$/)],
  ['http-method', 'a method of HTTP such as GET', (value) => METHODS.some((method) => value.includes(method))],
  ['btc dash xmr iban bic', 'letters and digits only', matches(/^[a-zA-Z0-9]+$/)],
  ['mac-address', 'six bytes in hexadecimal digits', matches(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/)],
  ['mac-eui-64', 'eight bytes in hexadecimal digits', matches(/^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/)],
  ['port', 'a whole number from 1 to 65535', isPort],
  ['AS', 'a whole number up to 4294967295, with or without AS before it', upTo(2 ** 32 - 1)],
  ['size-in-bytes counter', 'a whole number of at least 0', isCount],
  ['integer', 'a whole number', matches(/^[+-]?\d+$/)],
  ['float', 'a number', isNumeric],
  ['bin cc-number bank-account-nr aba-rtn prtn phone-number whois-registrant-phone', 'digits', isNumeric],
  ['boolean', 'true, false, 1 or 0', matches(/^[01]$/)],
  ['datetime', 'a time such as 2026-03-04T05:06:07+00:00', isMispTime],
  ['vulnerability', 'an id of the CVE programme, such as CVE-2021-44228', isCve],
  ['weakness', 'an id of the CWE list, such as CWE-79', matches(/^CWE-\d+$/)],
  ['hex', 'hexadecimal digits', isHex],
  ['link', 'a URL with its scheme, in ASCII', isLink],
  ['ssh-fingerprint', 'SHA256: and a hash in Base64, or an MD5', isSshFingerprint],
  ['cortex', 'JSON', isJson],
]

const RULES: ReadonlyMap<string, ValueRule> = new Map<string, ValueRule>([
  ...ONE_LINE.map((type): [string, ValueRule] => [type, { wanted: 'one line', test: (value) => !value.includes('\n') }]),
  ...Object.entries(DIGITS).map(([type, digits]): [string, ValueRule] => [
    type,
    { wanted: `${digits} hexadecimal digits`, test: (value) => value.length === digits && isHex(value) },
  ]),
  ...GROUPS.flatMap(([types, wanted, test]) => types.split(' ').map((type): [string, ValueRule] => [type, { wanted, test }])),
])
