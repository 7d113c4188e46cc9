import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import { catalogueIds, foldAll, foldName, isGeneric, isTooShort, regionName } from './cluster-names.ts'
import { textsIn } from './known-cluster.ts'

/** By what an SDO says which thing in the world it means, folded as the names of clusters are. */
export interface SdoIdentity {
  uuid: string
  ids: string[]
  /** Absent: nothing that a cluster could be found by. */
  name?: string
  aliases: string[]
  /** The only galaxy that may be looked into by anything but the uuid. */
  galaxy?: string
  /** What the cluster must be called as well. */
  called?: string
}

/** What an SDO says of itself. */
export function identityOf(object: StixObject): SdoIdentity {
  const uuid = uuidOf(object.id).toLowerCase()
  if (object.type === 'location') return { uuid, aliases: [], ids: [], ...placeOf(object) }
  if (object.type === 'identity' && object['identity_class'] !== 'class') return { uuid, aliases: [], ids: [] }
  const [name = ''] = foldAll(textsIn(object['name']))
  const aliases = foldAll(ALIASES.flatMap((key) => textsIn(object[key])))
  return {
    uuid,
    ids: externalIds(object),
    ...(isDistinct(name, object.type) && { name }),
    aliases: aliases.filter((alias) => alias !== name && isDistinct(alias, object.type) && !isTooShort(alias, 'synonym')),
  }
}

function isDistinct(name: string, stixType: string): boolean {
  return !isTooShort(name, 'name') && !isGeneric(name, stixType)
}

/** STIX's own, and ATT&CK's where STIX 2.0 had none. OpenCTI's are key words: `Automotive` for the sector `Road transport`. */
const ALIASES = ['aliases', 'x_mitre_aliases'] as const

/** A report that mentions an id in some other reference is no catalogue. */
function externalIds(object: StixObject): string[] {
  const ids = recordsIn(object['external_references']).flatMap(({ source_name: source, external_id: id }) => {
    if (typeof source !== 'string' || typeof id !== 'string') return []
    return SOURCE.test(source) && /^CAPEC-/i.test(id) === /^capec$/i.test(source) ? [id.toUpperCase()] : []
  })
  return [...new Set(catalogueIds(ids))]
}

const SOURCE = /^(?:mitre-(?:(?:enterprise|ics|mobile|pre)-)?attack|capec)$/i

/** Properties with which a location is a place within the country or region that it names. */
const WITHIN = ['administrative_area', 'city', 'street_address', 'postal_code'] as const

/**
 * A country or region as a whole: nothing narrower is said, and a name, or else the lack of coordinates, agrees. OpenCTI gives
 * a country coordinates and a name of its own (`Viet Nam`), but says that it is one.
 */
function placeOf(object: StixObject): Partial<SdoIdentity> {
  const { name, country, region, x_opencti_location_type: kind } = object
  if (WITHIN.some((key) => object[key] !== undefined)) return {}
  if (name === undefined && kind === undefined && object['latitude'] !== undefined) return {}
  const own = typeof name === 'string' ? name : ''
  if (typeof country === 'string') {
    if (kind !== undefined && kind !== 'Country') return {}
    const said = foldName(country)
    const isSaid = kind === 'Country' || own === '' || foldName(own) === said
    return { galaxy: 'country', ids: [said.toUpperCase()], name: said, ...(!isSaid && { called: foldName(own) }) }
  }
  if (typeof region !== 'string' || (kind !== undefined && kind !== 'Region')) return {}
  const said = regionName(region)
  return kind === 'Region' || own === '' || regionName(own) === said ? { galaxy: 'region', name: said } : {}
}
