import type { Mappings } from '../mapping/mappings.ts'

/** One actor stands as `intrusion-set` with one author and as `threat-actor` with the next; MISP's galaxies do not tell them apart. */
const KIN: ReadonlyMap<string, string> = new Map([
  ['intrusion-set', 'threat-actor'],
  ['threat-actor', 'intrusion-set'],
])

/** The regions of UN M49: no row writes them, but a location can mean one. */
const REGION = 'region'

/**
 * The galaxy types whose clusters an SDO of a type can mean, the preferred ones first: those that the tables name for it, in
 * their order, then those of the kindred type. MITRE's own types (`x-mitre-data-source`) have galaxies of nearly the same name.
 */
export function fittingGalaxies({ tables }: Mappings, stixType: string): string[] {
  const of = (type: string | undefined) =>
    Object.values(tables.galaxies).flatMap(({ sdo, types }) => (sdo === type ? (types ?? []) : []))
  const mitre = /^x-mitre-(.+)$/.exec(stixType)?.[1]
  if (mitre !== undefined) return [stixType, `mitre-${mitre}`, `mitre-ics-${mitre}s`]
  return [...of(stixType), ...of(KIN.get(stixType)), ...(stixType === 'location' ? [REGION] : [])]
}

/** Can any SDO mean a cluster of this galaxy type? */
export function isMeantBySome({ tables }: Mappings, galaxyType: string): boolean {
  if (galaxyType === REGION || /^(?:x-)?mitre-/.test(galaxyType)) return true
  return Object.values(tables.galaxies).some(({ types }) => types?.includes(galaxyType))
}
