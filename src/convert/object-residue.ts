import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { writeChildren } from './children.ts'
import type { Left } from './children.ts'
import type { AttributeReading } from './object-pieces.ts'
import { entryKey } from './object-reader.ts'
import { difference } from './residue.ts'
import type { EventScope, Parent } from './scope.ts'
import { takeTags } from './tags.ts'

/** An attribute of the object: how it reads back, and what is left of it when its children are written. */
export interface Inner {
  attribute: MispRecord
  /** `undefined`: it does not read back, so it travels whole. */
  reading: AttributeReading | undefined
  own: string
  left: Left
}

/** Writes what hangs on an attribute of the object; it refers to the object's carrier. */
export function writeInner(
  scope: EventScope,
  attribute: MispRecord,
  parent: Parent,
  reading: AttributeReading | undefined,
): Inner {
  if (reading === undefined)
    return { attribute, reading, own: '', left: { record: attribute, skip: undefined, extra: undefined } }
  const own = scope.uuidFor('element', attribute, parent.uuid)
  scope.carriers.set(own, parent.carrier.id)
  scope.remember(own, attribute)
  return { attribute, reading, own, left: writeChildren(scope, attribute, parent, own) }
}

/** What travels beside an object: the record as far as nothing bound it, the keys to leave out, and facts of its attributes. */
export interface ObjectResidue {
  original: MispRecord
  skip: ReadonlySet<string>
  extra: Record<string, unknown>
}

/** Compares an object with what reads back of it. `names`: the tags that its labels and markings read as. */
export function objectResidue(
  scope: EventScope,
  record: MispRecord,
  readings: readonly AttributeReading[],
  left: Left,
  inner: readonly Inner[],
  names: readonly string[],
): ObjectResidue {
  const bound = inner.filter((each): each is Inner & { reading: AttributeReading } => each.reading !== undefined)
  const loose = inner.filter(({ reading }) => reading === undefined).map(({ attribute }) => attribute)
  const entries = bound.map((each) => attributeEntry(each.left, each.reading.record, names, each.own))
  const expected = new Set(bound.map(({ reading }) => reading))
  const phantoms = readings.filter((reading) => !expected.has(reading))
  const all = record['Attribute']
  const original: MispRecord = { ...left.record }
  if (Array.isArray(all)) original['Attribute'] = [...loose, ...all.filter((attribute) => !isRecord(attribute))]
  const skip = new Set(left.skip)
  if (loose.length === 0 && entries.length > 0) skip.add('Attribute')
  if (!scope.profile.residue) {
    const message = `attributes of objects that STIX has no place for are left out of the profile ${scope.profile.name}`
    scope.bundle.announce('relation-left-out', message, loose.length)
    skip.add('Attribute')
  }
  const references = record['ObjectReference']
  if (Array.isArray(references) && references.length > 0 && !scope.isSearch) {
    const odd = references.filter((reference) => !isRecord(reference))
    if (odd.length > 0) original['ObjectReference'] = odd
    else skip.add('ObjectReference')
  }
  const extra = {
    ...left.extra,
    ...(entries.length > 0 && { attributes: entries }),
    ...(phantoms.length > 0 && { phantoms: phantoms.map((reading) => entryKey(reading.record)) }),
  }
  return { original, skip, extra }
}

/** Facts of an attribute of the object, found again by relation and value. */
function attributeEntry(left: Left, reading: MispRecord, names: readonly string[], own: string): Record<string, unknown> {
  // The labels of the object are those of all its attributes: say which this one has
  const { carried, record, skip } = takeTags(left.record, names, left.skip)
  const entry: Record<string, unknown> = {
    key: entryKey(reading),
    ...carried,
    ...difference(record, reading, skip),
    ...left.extra,
  }
  if (record['uuid'] !== own) entry['own'] = own
  return entry
}
