import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsToBundle } from '../../src/index.ts'
import type { MispRecord } from '../../src/index.ts'
import { dataMissing, eventsIn, sharedFiles } from '../roundtrip/shared-data.ts'
import { peer, peersMissing } from './peers.ts'

/** misp-stix' own round trip over the same events, as measured with its release 2026.10.12. */
const THEIR_OWN = { attributes: 10_918, comments: 261 }

interface Tally {
  attributes: number
  kept: number
  comments: number
  commentsKept: number
  failed: string[]
}

test(
  'misp-stix imports what we write in full, and keeps more of it than of its own',
  { skip: peersMissing() || dataMissing() },
  async (t) => {
    await using importer = peer('misp-stix-import')
    const tally: Tally = { attributes: 0, kept: 0, comments: 0, commentsKept: 0, failed: [] }
    await Promise.all(
      sharedFiles('misp', '.json')
        .flatMap(eventsIn)
        .map(async ({ name, event }) => {
          const { value } = eventsToBundle([event])
          let returned: MispRecord[] = []
          try {
            const answer = await importer.ask({ bundle: value })
            returned = answer.events.flatMap((each) => attributesOf((each['Event'] ?? each) as MispRecord))
          } catch (error) {
            tally.failed.push(`${name}: ${(error as Error).message.slice(0, 120)}`)
          }
          count(tally, attributesOf(event), returned)
        }),
    )
    t.diagnostic(
      `attributes with type, value and to_ids equal: ${tally.kept} of ${tally.attributes} (misp-stix' own: ${THEIR_OWN.attributes})`,
    )
    t.diagnostic(`comments equal: ${tally.commentsKept} of ${tally.comments} (misp-stix' own: ${THEIR_OWN.comments})`)
    for (const failure of tally.failed) t.diagnostic(`misp-stix failed: ${failure}`)
    assert.ok(tally.kept > THEIR_OWN.attributes, `${tally.kept} attributes`)
    assert.ok(tally.commentsKept >= THEIR_OWN.comments, `${tally.commentsKept} comments`)
  },
)

function attributesOf(event: MispRecord): MispRecord[] {
  return Array.isArray(event['Attribute']) ? (event['Attribute'] as MispRecord[]).filter(({ deleted }) => deleted !== true) : []
}

function keyOf({ type, value, to_ids: toIds }: MispRecord): string {
  return JSON.stringify([type, value, toIds === true])
}

function count(tally: Tally, originals: MispRecord[], returned: MispRecord[]): void {
  const left = Map.groupBy(returned, keyOf)
  for (const attribute of originals) {
    tally.attributes++
    const comment = attribute['comment']
    if (typeof comment === 'string' && comment !== '') tally.comments++
    const candidates = left.get(keyOf(attribute)) ?? []
    if (candidates.length === 0) continue
    tally.kept++
    const same = candidates.findIndex((each) => each['comment'] === comment)
    if (same >= 0 && comment !== '' && comment !== undefined) tally.commentsKept++
    candidates.splice(Math.max(same, 0), 1)
  }
}
