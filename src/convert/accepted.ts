import { isCve, isIpv4, isIpv6 } from '../mapping/formats.ts'
import { parseTime } from '../stix/timestamp.ts'
import { asServed, halvesOf } from './normalise.ts'

/**
 * Would a MISP server take this value for an attribute of this type? Types without a rule take any text. Source: the rejections
 * of AttributeValidationTool of MISP 2.5, after its own normalisation; a server drops what it refuses without an error for the rest.
 */
export function isAccepted(type: string, value: string): boolean {
  const served = asServed(type, value)
  if (served === '') return false
  const halves = halvesOf(type, served)
  if (halves !== undefined) return halves.every(([half, part]) => isAccepted(half, part))
  return !type.includes('|') && (RULES.get(type)?.(served) ?? true)
}

type Rule = (value: string) => boolean

const matches =
  (form: RegExp): Rule =>
  (value) =>
    form.test(value)

const ip: Rule = (value) => isIpv4(value) || isIpv6(value)
const domain = matches(/^[a-z0-9._-]+\.[a-z0-9-]{2,}$/)
const email = matches(/^[^\n]*@[^\n]*\.[^\n]*$/)
const count = matches(/^\d+$/)
const upTo =
  (most: number): Rule =>
  (value) =>
    count(value) && Number(value) <= most

/** How many hexadecimal digits a hash of the type has. */
const DIGITS: Readonly<Record<string, readonly number[]>> = {
  md5: [32],
  sha1: [40],
  sha224: [56],
  sha256: [64],
  sha384: [96],
  sha512: [128],
  'sha512/224': [56],
  'sha512/256': [64],
  'sha3-224': [56],
  'sha3-256': [64],
  'sha3-384': [96],
  'sha3-512': [128],
  authentihash: [64],
  imphash: [32],
  pehash: [40],
  telfhash: [70, 72],
  'x509-fingerprint-md5': [32],
  'x509-fingerprint-sha1': [40],
  'x509-fingerprint-sha256': [64],
}

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...Object.entries(DIGITS).map(([type, lengths]): [string, Rule] => [
    type,
    (value) => lengths.includes(value.length) && /^[0-9a-f]+$/.test(value),
  ]),
  ['ssdeep', matches(/^\d+:[^:\n]*:[^:\n]*$/)],
  ['impfuzzy', matches(/^\d+:[^:\n]*:[^:\n]*$/)],
  ['tlsh', matches(/^t?[0-9a-f]{35,}$/)],
  ['cdhash', matches(/^[0-9a-f]{40,}$/)],
  ['ip', ip],
  ['ip-src', ip],
  ['ip-dst', ip],
  ['domain', domain],
  ['hostname', domain],
  ['onion-address', matches(/^(?:[a-z2-7]{16}|[a-z2-7]{56})\.onion$/)],
  ...['email', 'email-src', 'email-dst', 'eppn', 'jabber-id'].map((type): [string, Rule] => [type, email]),
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
