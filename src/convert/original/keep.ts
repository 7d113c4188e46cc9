import { canonicalJson } from '../../stix/canonical.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Assembly } from '../assembly.ts'
import type { BundleIndex, Container, Member } from '../bundle-index.ts'
import { isAuthored } from '../residue.ts'
import type { OriginalDraft } from './draft.ts'
import { ElementHashes } from './element-hashes.ts'
import { foreignMembers } from './foreign.ts'
import { OriginalError, originalObject } from './original.ts'
import type { KnownName, OriginalState } from './original.ts'
import { OriginalPacker } from './packer.ts'
import { Sealing } from './sealing.ts'
import type { EventOptions } from '../profile.ts'

/**
 * Puts the objects of an event that tipbridge did not write into it, so that they can return as they came. `facts`: the bundle
 * without its objects. `draft`: its original, if the event has all of it.
 */
export function keepOriginal(
  assembly: Assembly,
  container: Container,
  members: readonly Member[],
  facts: MispRecord,
  draft: OriginalDraft,
): void {
  const { event, context } = assembly
  const { mappings, index, options } = context
  const foreign = foreignMembers(index, container.object, members)
  const authored = isAuthored(container.object)
  if (foreign.length === 0 && (authored || container.made)) return
  for (const member of foreign) member.original = event
  if (!authored && !container.made) for (const { id } of [container.object, ...container.further]) travel(index, id, event)
  const state: Omit<OriginalState, 'elements'> = {
    container: authored ? 'authored' : container.made ? 'made' : 'own',
    shared: [...assembly.shared].filter((id) => index.members.get(id)?.original === event),
    known: knownNames(assembly),
    options: { ...withoutSource(options.events), ...(options.defaultTlp !== undefined && { defaultTlp: options.defaultTlp }) },
  }
  try {
    const elements = new ElementHashes()
    const seal = new Sealing(event, elements).end()
    const packer = draft.of(event, index) ?? pack(assembly, facts)
    const object = originalObject(mappings, packer.end({ ...state, elements }, seal), event)
    const { Object: others } = event
    event['Object'] = [object, ...(Array.isArray(others) ? (others as MispRecord[]) : [])]
  } catch (error) {
    if (!(error instanceof OriginalError)) throw error
    context.report({ code: 'original-too-large', severity: 'error', message: error.message, event: assembly.eventUuid })
  }
}

function travel({ members }: BundleIndex, id: string, event: MispRecord): void {
  const member = members.get(id)
  if (member !== undefined) member.original = event
}

/** The clusters that were found in a catalogue: nobody else may have it. */
function knownNames({ readings }: Assembly): Record<string, KnownName> {
  const names: Record<string, KnownName> = {}
  for (const [{ id }, { cluster, known }] of readings) {
    const { type, value, uuid } = cluster
    if (known === true) names[id] = { type: String(type), value: String(value), uuid: String(uuid) }
  }
  return names
}

function withoutSource({ clusters: _clusters, ...options }: EventOptions): EventOptions {
  return options
}

/** Packs what has to return, all versions of it, in the order in which it came. */
function pack({ context, event }: Assembly, facts: MispRecord): OriginalPacker {
  const packer = new OriginalPacker(facts)
  const seen = new Set<string>()
  const { index } = context
  for (const at of index.sources.keys()) {
    if (index.holderOf(at).original !== event) continue
    const [only, ...more] = index.returnsOf(at)
    if (only === undefined) continue
    packer.add(only)
    // Observables of several Observed Data of STIX 2.0 are one
    for (const object of more) {
      const key = canonicalJson(object)
      if (!seen.has(key)) packer.add(object)
      seen.add(key)
    }
  }
  return packer
}
