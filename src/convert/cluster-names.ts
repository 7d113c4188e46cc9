import { VOCABULARY } from '../stix/vocabulary.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { textsIn } from './known-cluster.ts'

/** By what a cluster can be found, folded. */
export interface ClusterNames {
  /** Numbers in the catalogues of others: of ATT&CK, or else of CAPEC; the codes of a country. */
  ids: string[]
  names: string[]
  synonyms: string[]
}

/** Everything that a cluster of a galaxy type is called. */
export function namesOf(type: string, value: string, entry: MispRecord): ClusterNames {
  const meta = isRecord(entry['meta']) ? entry['meta'] : {}
  const external = textsIn(meta['external_id'])
  const synonyms = textsIn(meta['synonyms'])
  // MISP's threat actors have the groups of ATT&CK among their synonyms
  const groups = synonyms.filter((synonym) => /^G\d{4}$/.test(synonym))
  const ids = type === 'country' ? textsIn([meta['ISO'], meta['ISO3']]) : catalogueIds([...external, ...groups])
  return {
    ids: ids.map((id) => id.toUpperCase()),
    names: type === 'region' ? [regionName(value)] : foldAll([value, withoutId(value, external)]),
    synonyms: foldAll(synonyms),
  }
}

/** How names are compared: NFC, in small letters, with single blanks. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' ')
}

/** The same for several, without repetition; those that are blank are none. */
export function foldAll(names: readonly string[]): string[] {
  return [...new Set(names.map(foldName))].filter((name) => name !== '')
}

/** `154 - Northern Europe`, `northern-europe` and `Northern Europe` are one region; so are those with `and the` in between. */
export function regionName(name: string): string {
  const parts = foldName(name)
    .replace(/^\d{3} - /, '')
    .split(/[ -]+/)
  return parts.filter((word) => word !== 'and' && word !== 'the').join(' ')
}

/** The ids of ATT&CK (`T1566.001`, `S0154`, `DS0029`), or where there is none, of CAPEC: techniques name theirs by the way. */
export function catalogueIds(ids: readonly string[]): string[] {
  const attack = ids.filter((id) => ATTACK_ID.test(id))
  return attack.length > 0 ? attack : ids.filter((id) => CAPEC_ID.test(id))
}

const ATTACK_ID = /^(?:T\d{4}(?:\.\d{3})?|(?:A|AN|C|DC|DET|DS|G|M|S|TA)\d{4})$/i
const CAPEC_ID = /^CAPEC-\d+$/i

/** ATT&CK's clusters carry their id in the name: `Spearphishing Link - T1566.002`. */
function withoutId(value: string, ids: readonly string[]): string {
  const id = ids.find((own) => value.endsWith(` - ${own}`))
  return id === undefined ? value : value.slice(0, -` - ${id}`.length)
}

/**
 * Is a folded name too little to go by? Two letters are a command or an abbreviation (`at`, `bo`, `bx`). Of three letters the
 * names of clusters are still distinct (`arp`, `ftp`, `rtm`), the synonyms are not (`ups`, `sea`, `crm`, `gop`).
 */
export function isTooShort(name: string, as: 'name' | 'synonym'): boolean {
  return name.length < (as === 'name' ? 3 : 4)
}

/**
 * Does a folded name say only that there is none (the sectors `Unknown` and `Other`), or of malware, tools and actors, which
 * kind they are? For techniques those are names: ATT&CK has a `Rootkit`, a `Botnet` and a `Screen Capture`.
 */
export function isGeneric(name: string, stixType: string): boolean {
  return NAMELESS.has(name) || (OF_A_KIND.has(stixType) && KINDS.has(name.replaceAll(' ', '-')))
}

const NAMELESS = words('unknown undefined unattributed unidentified unnamed unspecified other others none n/a various multiple')
const OF_A_KIND = words('malware tool threat-actor intrusion-set')
const KINDS: ReadonlySet<string> = new Set([
  ...VOCABULARY['malware-type-ov'],
  ...VOCABULARY['tool-type-ov'],
  ...VOCABULARY['threat-actor-type-ov'],
  ...words('malware tool rat botnet stealer banker loader implant sector group actor apt threat-actor intrusion-set'),
])

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
