import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import type { Assembly } from '../assembly.ts'
import { BundleIndex } from '../bundle-index.ts'
import type { Container, Member } from '../bundle-index.ts'
import { readEvent } from '../event-reader.ts'
import { eventsIn } from '../event-source.ts'
import { DEFAULT_OPTIONS } from '../profile.ts'
import type { ClusterSource } from '../profile.ts'
import type { Original } from './original.ts'

/** An event as its original reads, with what tells which object became which element. */
export interface Rebuilt {
  assembly: Assembly
  event: MispRecord
  container: Container
  members: readonly Member[]
}

/** Reads an original again, as it was read when the event was made; `undefined` for one that does not hold the event. */
export function rebuild(mappings: Mappings, original: Original, eventUuid: string): Rebuilt | undefined {
  const index = new BundleIndex()
  for (const object of original.objects) index.take(object)
  for (const id of original.state.shared) index.shared.add(id)
  const { options, container: kind } = original.state
  const { defaultTlp, ...events } = options
  const source =
    kind === 'authored'
      ? { container: authored(eventUuid), members: [...index.members.values()] }
      : eventsIn(index, events.single === true)?.find(({ container }) => container.object.id.endsWith(eventUuid))
  if (source === undefined) return undefined
  const context = {
    mappings,
    index,
    options: { ...DEFAULT_OPTIONS, defaultTlp, events: { ...events, clusters: known(original) } },
    report: () => {},
  }
  const assembly = readEvent(context, source.container, source.members)
  return { assembly, event: assembly.event, ...source }
}

/** The clusters that a catalogue had when the event was made. */
function known({ state }: Original): ClusterSource {
  return {
    match: ({ id }) => {
      const name = Object.hasOwn(state.known, id) ? state.known[id] : undefined
      return name === undefined ? undefined : { galaxy: { type: name.type }, cluster: { ...name } }
    },
  }
}

/** Stands for the container that we write ourselves. */
function authored(uuid: string): Container {
  return { object: { type: 'grouping', id: `grouping--${uuid}` }, made: true, further: [] }
}
