import { isRecord, recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { MispRule } from '../misp-rule.ts'
import { listOf } from '../misp-values.ts'
import { shown } from '../shown.ts'

export const CLUSTER_TAG: MispRule = {
  code: 'cluster-tag',
  severity: 'information',
  clause: 'MISP 2.5, convertGalaxyClustersToTags',
  about: 'A galaxy cluster stands beside the tag that attaches it.',
  advice: 'Add the tag; it is the tag that other programs read.',
  kinds: ['galaxy'],
  record({ GalaxyCluster: clusters }, speak, { above }) {
    const missing = recordsIn(clusters)
      .map(tagOf)
      .filter((name) => name !== undefined)
    if (missing.length === 0 || above === undefined) return
    const tags = new Set(listOf(above['Tag']).flatMap((tag) => (isRecord(tag) ? [String(tag['name']).trim().toLowerCase()] : [])))
    for (const name of missing)
      if (!tags.has(name.toLowerCase()))
        speak('/GalaxyCluster', `the tag ${shown(name, 90)} of a cluster is not there: MISP adds it`)
  },
}

function tagOf({ tag_name: name, type, value }: MispRecord): string | undefined {
  if (typeof name === 'string' && name !== '') return name
  return typeof type === 'string' && typeof value === 'string' ? `misp-galaxy:${type}="${value}"` : undefined
}
