import { isObservableType } from '../stix/model.ts'

/** What went through a run, for its summary. */
export class Tally {
  documents = 0
  events = 0
  attributes = 0
  objects = 0
  /** STIX objects by type, read or written. */
  readonly stix = new Map<string, number>()

  countStix(type: unknown, count = 1): void {
    const name = typeof type === 'string' ? type : 'other'
    this.stix.set(name, (this.stix.get(name) ?? 0) + count)
  }

  /** How the elements are carried: what a reader of the summary wants to know of the types. */
  carriers(): [carrier: string, count: number][] {
    const sums = new Map<string, number>()
    for (const [type, count] of this.stix) {
      const carrier = CARRIERS.get(type) ?? (isObservableType(type) ? 'observables' : 'other objects')
      sums.set(carrier, (sums.get(carrier) ?? 0) + count)
    }
    return [...sums].sort(([, one], [, other]) => other - one)
  }
}

const CARRIERS: ReadonlyMap<string, string> = new Map([
  ['indicator', 'indicators'],
  ['observed-data', 'observed data'],
  ['x-misp-attribute', 'generic attributes'],
  ['x-misp-object', 'generic objects'],
  ['relationship', 'relationships'],
  ['sighting', 'sightings'],
  ['report', 'containers'],
  ['grouping', 'containers'],
  ['note', 'notes and opinions'],
  ['opinion', 'notes and opinions'],
  ['marking-definition', 'definitions'],
  ['extension-definition', 'definitions'],
  ['identity', 'identities'],
])
