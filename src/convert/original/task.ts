import type { MispRecord } from '../../misp/types.ts'
import type { Changes } from './changes.ts'
import type { Corrections } from './deviations.ts'
import type { Inventory } from './inventory.ts'
import type { Original } from './original.ts'
import type { Rebuilt } from './rebuild.ts'

/** An event on its way back to the STIX that it was made of. */
export interface ReturnTask {
  /** As MISP has it now. */
  event: MispRecord
  original: Original
  /** As it was made. */
  rebuilt: Rebuilt
  before: Inventory
  after: Inventory
  changes: Changes
  /** What a turn before this one did not take. */
  corrections: Corrections
}
