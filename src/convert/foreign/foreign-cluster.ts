import { uuid5, uuidOf } from '../../stix/id.ts'
import { COMMON } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { isRecord } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Row } from '../../mapping/row.ts'
import { asText } from '../text.ts'

/** A galaxy and a cluster of it, as MISP shows them in an event, and the tag that ties an element to them. */
export interface ForeignCluster {
  galaxy: MispRecord
  cluster: MispRecord
  tag: string
}

/**
 * The custom cluster for a domain object that MISP did not write. It has the object's UUID, so that ATT&CK's techniques and groups
 * are those that MISP already has, and the same object is the same cluster in every event. `cluster`: as its row reads it.
 */
export function customCluster(object: StixObject, cluster: MispRecord, row: Row, timestamp: string | undefined): ForeignCluster {
  const type = asText(cluster['type'])
  const value = asText(cluster['value'] ?? nameOf(object))
  const galaxy = customGalaxy(type, object.type)
  const meta = { ...(isRecord(cluster['meta']) && cluster['meta']), ...metaOf(object, row) }
  const tag = tagName(type, value)
  const { description } = cluster
  return {
    galaxy,
    tag,
    cluster: {
      ...cluster,
      uuid: uuidOf(object.id),
      value,
      tag_name: tag,
      description: description ?? '',
      collection_uuid: galaxy['uuid'],
      ...(timestamp !== undefined && { version: timestamp }),
      ...(Object.keys(meta).length > 0 && { meta }),
    },
  }
}

/** A place needs no name: then it is called by its country or region. */
function nameOf({ country, region, id }: StixObject): string {
  const text = [country, region].find((each) => typeof each === 'string' && each !== '')
  return typeof text === 'string' ? text : id
}

/** `misp-galaxy:threat-actor="APT28"` */
export function tagName(galaxyType: string, value: string): string {
  return `misp-galaxy:${galaxyType}="${value.replaceAll('"', "'")}"`
}

function customGalaxy(type: string, stixType: string): MispRecord {
  const words = stixType.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
  const name = `STIX 2.1 ${words.join(' ')}`
  return {
    uuid: uuid5(`galaxy:${type}`),
    name,
    type,
    description: `${name} objects that came in as STIX and that no galaxy of MISP knows`,
    namespace: 'stix',
    icon: 'map',
    version: '1',
  }
}

/** What no row binds, as far as MISP's `meta` can hold it: texts and lists of texts. */
function metaOf(object: StixObject, row: Row): MispRecord {
  const meta: MispRecord = {}
  for (const [key, value] of Object.entries(object)) {
    if (Object.hasOwn(COMMON.sdo, key) || /_refs?$/.test(key) || key.startsWith('__') || row.spellings.has(`${row.type}:${key}`))
      continue
    const held = Array.isArray(value) ? value.filter(isScalar).map(String) : isScalar(value) ? String(value) : undefined
    if (held !== undefined && held.length > 0) meta[key] = held
  }
  return meta
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
