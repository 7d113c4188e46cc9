import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { BundleScope } from '../scope.ts'
import { Changes } from './changes.ts'
import { compare } from './deviations.ts'
import type { Corrections } from './deviations.ts'
import { Inventory } from './inventory.ts'
import { readOriginal } from './original.ts'
import type { Original } from './original.ts'
import { rebuild } from './rebuild.ts'
import { ReturnWriter } from './return-writer.ts'
import { openSealed } from './sealed.ts'
import type { ReturnTask } from './task.ts'

/**
 * Writes an event that was made of STIX: what nobody touched in MISP returns as it came, what was edited is changed on top of
 * that, what was deleted is gone with all that was about it, and what is new is written as ever. What comes out is read again and
 * held against the event; what STIX did not take is put beside it. `false`: the original does not hold this event. Throws an
 * OriginalError where it cannot be read.
 */
export function returnEvent(bundle: BundleScope, event: MispRecord, bytes: Buffer): boolean {
  const uuid = String(event['uuid']).toLowerCase()
  const original = readOriginal(bytes)
  const after = new Inventory(event)
  const rebuilt = rebuild(bundle.mappings, original, uuid)
  if (rebuilt === undefined) return false
  const before = new Inventory(rebuilt.event)
  const changes = new Changes(before, after, original.state.elements, isWhole(event))
  const task = { event, original, rebuilt, before, after, changes }
  if (changes.isNone && original.state.container !== 'authored') {
    forward(bundle, uuid, original, original.objects)
    return true
  }
  let corrections: Corrections = { beside: new Map(), anew: new Set(), gone: [] }
  for (let turn = 1; ; turn++) {
    const { objects, diagnostics } = write(bundle, { ...task, corrections })
    // Without residue there is no place for what STIX does not take
    const deviations = bundle.profile.residue ? compare(bundle.mappings, objects, { ...task, corrections }) : undefined
    if (deviations === undefined || deviations.isNone || turn === MOST_TURNS) {
      forward(bundle, uuid, original, objects)
      for (const diagnostic of diagnostics) bundle.report(diagnostic)
      for (const key of deviations?.keys ?? []) {
        const message = `${key}: what became of it in MISP could not be written on top of the STIX that it came from`
        bundle.report({ code: 'edit-lost', severity: 'warning', message, event: uuid })
      }
      return true
    }
    corrections = deviations.corrections
  }
}

/**
 * Lets an event return whose seal is that of its original: every element says what it said, and none is more or less there, so
 * nothing has to be read again to know what returns. `false`: it has to be looked at more closely.
 */
export function returnSealed(bundle: BundleScope, facts: MispRecord, seal: string, bytes: Buffer): boolean {
  for (const [key, value] of Object.entries(UNRATED)) if (facts[key] !== undefined && facts[key] !== value) return false
  const original = openSealed(bytes)
  if (original?.seal !== seal) return false
  bundle.returnsOriginal(original.facts)
  bundle.eventUuids.push(String(facts['uuid']).toLowerCase())
  for (const stretch of original.stretches) bundle.returnStretch(stretch)
  return true
}

/** The ratings that an event of foreign STIX begins with: only a look at what it was tells whether others are new. */
const UNRATED: MispRecord = { threat_level_id: '4', analysis: '2' }

/** Nothing of an event goes out before all of it is known. */
function forward(bundle: BundleScope, uuid: string, { facts }: Original, objects: readonly StixObject[]): void {
  bundle.returnsOriginal(facts)
  bundle.eventUuids.push(uuid)
  for (const object of objects) bundle.return(object)
}

/** Each turn mends what the one before did not take. */
const MOST_TURNS = 3

/** What an event becomes, in a bundle of its own. */
function write(bundle: BundleScope, task: ReturnTask): { objects: StixObject[]; diagnostics: Diagnostic[] } {
  const objects: StixObject[] = []
  const diagnostics: Diagnostic[] = []
  const own = new BundleScope(
    bundle.mappings,
    bundle.options,
    (object) => objects.push(object),
    (diagnostic) => diagnostics.push(diagnostic),
  )
  new ReturnWriter(own, task).run()
  own.end()
  return { objects, diagnostics }
}

/** Is all of the event there? A filtered search counts more attributes than it shows. */
function isWhole(event: MispRecord): boolean {
  const { attribute_count: count } = event
  const shown =
    recordsIn(event['Attribute']).length +
    recordsIn(event['Object']).reduce((sum, { Attribute: inner }) => sum + recordsIn(inner).length, 0)
  return !(Number(count) > shown)
}
