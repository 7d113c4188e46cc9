import { isoMilliseconds, parseTime } from '../../stix/timestamp.ts'
import { tlpOfTag } from '../../stix/marking.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { attach } from '../assembly.ts'
import type { Container } from '../bundle-index.ts'
import type { ConvertOptions } from '../profile.ts'
import { asText } from '../text.ts'
import { tagName } from './foreign-cluster.ts'

/** Confidence as MISP's taxonomy has it: the lowest value of each step (STIX 2.1 Appendix A, None/Low/Med/High has four of them). */
const CONFIDENCE: readonly (readonly [number, string])[] = [
  [100, 'completely-confident'],
  [75, 'usually-confident'],
  [50, 'fairly-confident'],
  [25, 'rarely-confident'],
  [0, 'unconfident'],
]

/** Gives an event that MISP did not write what MISP expects of one, and what the options say. */
export function dressEvent(
  event: MispRecord,
  { object: container, made }: Container,
  { events, defaultTlp }: ConvertOptions,
): void {
  const { title, producer, distribution, sharingGroup } = events
  const name = asText(container['name'] ?? '')
  if (title !== undefined) event['info'] = name === '' || made ? title : `${title} ${name}`
  if (event['info'] === undefined || event['info'] === '') event['info'] = `STIX ${container.type} ${container.id}`
  const moment = parseTime(asText(container['created'] ?? ''))
  if (event['date'] === undefined && moment !== undefined) event['date'] = isoMilliseconds(moment.seconds)?.slice(0, 10)
  event['threat_level_id'] ??= '4'
  event['analysis'] ??= '2'
  if (distribution !== undefined) event['distribution'] = distribution
  if (sharingGroup !== undefined) event['sharing_group_id'] = sharingGroup
  const names = recordsIn(event['Tag']).map((tag) => asText(tag['name']))
  const add = (tag: string): void => {
    if (!names.includes(tag)) attach(event, 'Tag', { name: tag })
  }
  const { confidence } = container
  const step = typeof confidence === 'number' ? CONFIDENCE.find(([least]) => confidence >= least) : undefined
  if (step !== undefined) add(`misp:confidence-level="${step[1]}"`)
  if (producer !== undefined) add(tagName('producer', producer))
  if (defaultTlp !== undefined && !names.some((tag) => tlpOfTag(tag) !== undefined)) add(`tlp:${defaultTlp}`)
}
