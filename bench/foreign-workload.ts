import { closeSync, openSync, writeSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type { MispRecord } from '../src/misp/types.ts'
import type { StixObject } from '../src/stix/types.ts'
import { addressOf, hex, seeded } from './workload.ts'

/** What a bundle holds: Indicators with malware that some of them indicate; or for every second of them what was observed, too. */
export type ForeignKind = 'indicators' | 'indicators and observations'

const MALWARE = 50
const FAMILIES = ['infostealer', 'ransomware', 'backdoor', 'botnet', 'dropper']

/**
 * The objects of a bundle as other products write them: most Indicators look for one address, domain, URL or file, a few for any
 * of several, or for two things of one object. Always the same sequence.
 */
export function* foreignObjects(indicators: number, kind: ForeignKind): Generator<StixObject> {
  const random = seeded(20_261_125)
  const pick = (count: number): number => Math.floor(random() * count)
  for (let at = 0; at < MALWARE; at++) yield malware(at)
  for (let at = 0; at < indicators; at++) {
    const indicator = indicatorOf(at, pick)
    yield indicator
    if (pick(5) === 0) yield relate(at, indicator.id, 'indicates', `malware--${uuid(1, pick(MALWARE))}`)
    if (kind === 'indicators' || at % 2 === 1) continue
    const seen = observables(at, pick(4))
    const observed = observedData(at, seen)
    yield* seen
    yield observed
    yield relate(at + indicators, indicator.id, 'based-on', observed.id)
  }
}

/** Writes such a bundle, an object a line. */
export function writeForeignBundle(path: string, indicators: number, kind: ForeignKind): string {
  const file = openSync(path, 'w')
  let separator = `{"type":"bundle","id":"bundle--${uuid(0, indicators)}","objects":[\n`
  for (const object of foreignObjects(indicators, kind)) {
    writeSync(file, separator + JSON.stringify(object))
    separator = ',\n'
  }
  writeSync(file, '\n]}\n')
  closeSync(file)
  return path
}

/** What analysts and servers do to an event: of every eighteen attributes six change, go, or get something on them, and one is new. */
export function editEvent(event: MispRecord): void {
  const attributes = event['Attribute'] as MispRecord[]
  const left: MispRecord[] = []
  for (const [at, attribute] of attributes.entries()) {
    const edited = editAttribute(attribute, at)
    if (edited !== undefined) left.push(edited)
    const value = `${at}.new.example`
    if (at % 18 === 6) left.push({ uuid: uuid(10, at), type: 'domain', category: 'Network activity', value, to_ids: true })
  }
  event['Attribute'] = left
}

function editAttribute(attribute: MispRecord, at: number): MispRecord | undefined {
  switch (at % 18) {
    case 0:
      return { ...attribute, comment: `Seen again, report ${at}` }
    case 1:
      return undefined
    case 2:
      return { ...attribute, to_ids: false }
    case 3:
      return { ...attribute, Tag: [...((attribute['Tag'] ?? []) as MispRecord[]), { name: 'reviewed' }] }
    case 4:
      return { ...attribute, Sighting: [{ uuid: uuid(9, at), type: '0', source: 'proxy', date_sighting: '1772600000' }] }
    case 5:
      return attribute['type'] === 'domain' ? { ...attribute, value: `${at}.moved.example` } : attribute
    default:
      return attribute
  }
}

const TIME = '2026-03-04T05:06:07.890Z'

function uuid(kind: number, number: number): string {
  return `${hex(number)}-0000-4000-8000-${String(kind).padStart(12, '0')}`
}

function start(type: string, kind: number, number: number): StixObject {
  return { type, spec_version: '2.1', id: `${type}--${uuid(kind, number)}`, created: TIME, modified: TIME }
}

function malware(at: number): StixObject {
  const name = `Family ${hex(at * 7919)}`
  return { ...start('malware', 1, at), name, is_family: true, malware_types: [FAMILIES[at % FAMILIES.length]] }
}

function indicatorOf(at: number, pick: (count: number) => number): StixObject {
  const pattern = patternOf(at, pick(100))
  return {
    ...start('indicator', 2, at),
    name: `Indicator ${at}`,
    ...(pick(2) === 0 && { description: `Seen in traffic of a sandbox run, sample ${hex(at)}` }),
    indicator_types: ['malicious-activity'],
    labels: [FAMILIES[at % FAMILIES.length], `campaign-${at % 40}`],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: TIME,
  }
}

/** `share`: 0 to 99, which of the patterns it is. */
function patternOf(at: number, share: number): string {
  if (share < 30) return `[ipv4-addr:value = '${addressOf(at)}']`
  if (share < 55) return `[domain-name:value = '${domainOf(at)}']`
  if (share < 75) return `[url:value = 'https://${domainOf(at)}/gate.php?id=${at}']`
  if (share < 85) return `[file:hashes.'SHA-256' = '${hashOf('sha256', at)}']`
  if (share < 90) return `[file:hashes.MD5 = '${hashOf('md5', at)}']`
  if (share < 93) return `[${list(at, (each) => `domain-name:value = '${domainOf(each)}'`)}]`
  if (share < 96) return list(at, (each) => `[ipv4-addr:value = '${addressOf(each)}']`)
  if (share < 98) return `[file:name = 'setup-${at}.exe' AND file:hashes.'SHA-256' = '${hashOf('sha256', at)}']`
  return `[domain-name:value = '${domainOf(at)}' AND domain-name:resolves_to_refs[*].value = '${addressOf(at)}']`
}

/** Three to eight of them, which no other Indicator has. */
function list(at: number, print: (number: number) => string): string {
  return Array.from({ length: 3 + (at % 6) }, (_, index) => print(at + (index + 1) * 1_000_000)).join(' OR ')
}

function domainOf(number: number): string {
  return `${number.toString(36)}.update-check.example`
}

function hashOf(algorithm: string, number: number): string {
  return createHash(algorithm).update(String(number)).digest('hex')
}

function observables(at: number, share: number): StixObject[] {
  const ip: StixObject = { type: 'ipv4-addr', spec_version: '2.1', id: `ipv4-addr--${uuid(3, at)}`, value: addressOf(at) }
  if (share === 0) return [ip]
  if (share === 1) {
    const hashes = { 'SHA-256': hashOf('sha256', at), MD5: hashOf('md5', at) }
    const id = `file--${uuid(4, at)}`
    return [{ type: 'file', spec_version: '2.1', id, name: `setup-${at}.exe`, size: at, hashes }]
  }
  const domain: StixObject = { type: 'domain-name', spec_version: '2.1', id: `domain-name--${uuid(5, at)}`, value: domainOf(at) }
  if (share === 2) return [domain, ip]
  const id = `network-traffic--${uuid(6, at)}`
  const traffic = { dst_ref: ip.id, dst_port: 443, protocols: ['ipv4', 'tcp', 'https'] }
  return [ip, { type: 'network-traffic', spec_version: '2.1', id, ...traffic }]
}

function observedData(at: number, seen: readonly StixObject[]): StixObject {
  return {
    ...start('observed-data', 7, at),
    first_observed: TIME,
    last_observed: '2026-03-05T00:00:00Z',
    number_observed: 1 + (at % 9),
    object_refs: seen.map(({ id }) => id),
  }
}

function relate(at: number, source: string, type: string, target: string): StixObject {
  return { ...start('relationship', 8, at), relationship_type: type, source_ref: source, target_ref: target }
}
