import type { ValidateOptions } from './options.ts'

/** Relationships that any object may have; the first two between objects of one type. */
export const COMMON_RELATIONSHIPS: ReadonlySet<string> = new Set(['derived-from', 'duplicate-of', 'related-to'])

/** STIX 2.1, Errata 01, Appendix B: source -> relationship -> targets; `sco`: every cyber-observable. */
const TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'attack-pattern': { delivers: 'malware', targets: 'identity location vulnerability', uses: 'malware tool' },
  campaign: {
    'attributed-to': 'intrusion-set threat-actor',
    compromises: 'infrastructure',
    'originates-from': 'location',
    targets: 'identity location vulnerability',
    uses: 'attack-pattern infrastructure malware tool',
  },
  'course-of-action': {
    investigates: 'indicator',
    mitigates: 'attack-pattern indicator malware tool vulnerability',
    remediates: 'malware vulnerability',
  },
  'domain-name': { 'resolves-to': 'domain-name ipv4-addr ipv6-addr' },
  'ipv4-addr': { 'belongs-to': 'autonomous-system', 'resolves-to': 'mac-addr' },
  'ipv6-addr': { 'belongs-to': 'autonomous-system', 'resolves-to': 'mac-addr' },
  identity: { 'located-at': 'location' },
  indicator: {
    indicates: 'attack-pattern campaign infrastructure intrusion-set malware threat-actor tool',
    'based-on': 'observed-data',
  },
  infrastructure: {
    'communicates-with': 'infrastructure ipv4-addr ipv6-addr domain-name url',
    'consists-of': 'infrastructure observed-data sco',
    controls: 'infrastructure malware',
    delivers: 'malware',
    has: 'vulnerability',
    hosts: 'tool malware',
    'located-at': 'location',
    uses: 'infrastructure',
  },
  'intrusion-set': {
    'attributed-to': 'threat-actor',
    compromises: 'infrastructure',
    hosts: 'infrastructure',
    owns: 'infrastructure',
    'originates-from': 'location',
    targets: 'identity location vulnerability',
    uses: 'attack-pattern infrastructure malware tool',
  },
  malware: {
    'authored-by': 'threat-actor intrusion-set',
    'beacons-to': 'infrastructure',
    'exfiltrates-to': 'infrastructure',
    'communicates-with': 'ipv4-addr ipv6-addr domain-name url',
    controls: 'malware',
    'variant-of': 'malware',
    downloads: 'malware tool file',
    drops: 'malware tool file',
    exploits: 'vulnerability',
    'originates-from': 'location',
    targets: 'identity infrastructure location vulnerability',
    uses: 'attack-pattern infrastructure malware tool',
  },
  'malware-analysis': {
    characterizes: 'malware',
    'av-analysis-of': 'malware',
    'static-analysis-of': 'malware',
    'dynamic-analysis-of': 'malware',
  },
  'threat-actor': {
    'attributed-to': 'identity',
    impersonates: 'identity',
    compromises: 'infrastructure',
    hosts: 'infrastructure',
    owns: 'infrastructure',
    'located-at': 'location',
    targets: 'identity location vulnerability',
    uses: 'attack-pattern infrastructure malware tool',
  },
  tool: {
    delivers: 'malware',
    drops: 'malware',
    has: 'vulnerability',
    targets: 'identity infrastructure location vulnerability',
    uses: 'infrastructure',
  },
}

/** What the first edition of 2021 had under other names: source -> name -> name in the errata; both where it wrote both. */
const OLD_NAMES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'malware-analysis': { 'av-analysis-of': ['analysis-of'] },
  malware: { 'exfiltrates-to': ['exfiltrate-to', 'exfiltrates-to'] },
}

type Relationships = ReadonlyMap<string, ReadonlySet<string>>

const known = { os: new Map<string, Relationships>(), errata01: new Map<string, Relationships>() }

const NONE: Relationships = new Map()

/** The relationships of the specification that begin at a type: name -> types of targets. */
export function relationshipsOf(type: string, edition: ValidateOptions['edition']): Relationships {
  if (known[edition].size === 0) {
    for (const [source, relationships] of Object.entries(TABLE)) {
      const old = edition === 'os' ? (OLD_NAMES[source] ?? {}) : {}
      const entries = Object.entries(relationships).flatMap(([name, targets]) =>
        (old[name] ?? [name]).map((each) => [each, new Set(targets.split(' '))] as const),
      )
      known[edition].set(source, new Map(entries))
    }
  }
  return known[edition].get(type) ?? NONE
}
