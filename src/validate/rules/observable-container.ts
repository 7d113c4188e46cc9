import { isRecord, type MispRecord } from '../../misp/types.ts'
import { MODEL } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { isTarget, targetsInWords } from '../identifiers.ts'
import { placesByType, visit } from '../places.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

/** References inside the container go by key; markings lie outside of it. */
const placesOf = placesByType(
  ({ kind, targets }) =>
    kind === 'identifier' && targets !== undefined && !targets.includes('marking-definition') && !targets.includes('identity'),
)

/** What stands in the deprecated container of observed-data are observables, which point at each other by their keys. */
export const OBSERVABLE_CONTAINER: Rule = {
  code: 'observable-container',
  severity: 'error',
  clause: '2.13',
  about: 'In objects of observed-data stand observables; their references are keys of others in it, of the right type.',
  advice: 'Write the key of an observable that is there, or move the observables out and list them in object_refs.',
  types: ['observed-data'],
  object({ objects }, speak) {
    if (!isRecord(objects)) return
    for (const key in objects) {
      const entry = objects[key]
      const path = under('/objects', key)
      if (!isRecord(entry)) continue
      const { type } = entry
      if (typeof type !== 'string') speak(path, 'it has no type: an observable has one, such as file')
      else if (type === 'bundle' || (MODEL[type]?.group ?? 'sco') !== 'sco')
        speak(under(path, 'type'), `${type} is no type of observable: objects holds cyber-observables only`)
      else checkReferences(entry as StixObject, objects, path, speak)
    }
  },
}

function checkReferences(entry: StixObject, objects: MispRecord, above: string, speak: Speak): void {
  visit(entry, placesOf(entry.type), (value, path, { targets = [] }) => {
    if (typeof value !== 'string') return
    const target = Object.hasOwn(objects, value) ? objects[value] : undefined
    if (target === undefined) {
      speak(above + path(), `${shown(value)} is no key in objects: references in it are keys of others in it, such as "0"`)
    } else if (isRecord(target) && typeof target['type'] === 'string' && !isTarget(target['type'], targets)) {
      speak(
        above + path(),
        `${shown(value)} is one ${shown(target['type'])}: here stands the key of one ${targetsInWords(targets)}`,
      )
    }
  })
}
