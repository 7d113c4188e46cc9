import { TLP1_OBJECTS, TLP2_WORDS } from '../stix/marking.ts'
import type { Property } from '../stix/property.ts'
import type { StixObject } from '../stix/types.ts'
import { isIdentifier } from './identifiers.ts'
import { placesByType, visit } from './places.ts'
import type { DocumentCheck, SpeakOf } from './rule.ts'
import type { SeenObjects } from './seen-objects.ts'
import { shown } from './shown.ts'

interface Waiting {
  index: number
  id: string
  path: string
}

/** Looks for references, in some properties of some objects, whose object is not in the document. */
export function openDangling(
  isWanted: (property: Property, key: string) => boolean,
  speak: SpeakOf,
  seen: SeenObjects,
): DocumentCheck {
  const placesOf = placesByType(isWanted)
  /** Id that has not passed yet -> where it is named. */
  const waiting = new Map<string, Waiting[]>()
  return {
    object(object: StixObject, index: number) {
      waiting.delete(object.id)
      visit(object, placesOf(object.type), (value, path) => {
        if (!isIdentifier(value) || isKnown(value) || seen.has(value)) return
        const others = waiting.get(value)
        const place = { index, id: object.id, path: path() }
        if (others === undefined) waiting.set(value, [place])
        else others.push(place)
      })
    },
    end() {
      for (const [target, places] of waiting)
        for (const { index, id, path } of places) speak(index, id, path, `${shown(target, 120)} is not in the document`)
    },
  }
}

/** The objects of TLP are the same everywhere: nobody needs to send them. */
function isKnown(id: string): boolean {
  return TLP1_OBJECTS.has(id) || TLP2_WORDS.has(id)
}
