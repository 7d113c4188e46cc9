import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const CLUSTER_TAG_NAME: MispRule = {
  code: 'cluster-tag-name',
  severity: 'warning',
  lenient: 'information',
  clause: 'MISP 2.5, import of its galaxy model',
  about: 'The tag of a cluster is misp-galaxy: with its type and its value or UUID.',
  advice: 'Write tag_name as MISP makes it, or leave it out.',
  kinds: ['galaxy-cluster'],
  record({ tag_name: name, type, value, uuid, collection_uuid: collection }, speak) {
    if (typeof name !== 'string' || name === '' || typeof type !== 'string' || typeof value !== 'string') return
    const names = [value, uuid, collection].map((each) => `misp-galaxy:${type}="${String(each)}"`)
    if (!names.some((each) => each.toLowerCase() === name.toLowerCase()))
      speak('/tag_name', `the tag of this cluster is ${shown(names[0], 90)}, not ${shown(name, 90)}`)
  },
}
