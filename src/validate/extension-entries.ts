import { isRecord } from '../misp/types.ts'
import { MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'

/**
 * What the key of an extension is (sections 3.2, 7.3, 11.3): the id of its `definition`; the name of one that the specification has for this
 * type (`predefined`) or for another one (`misplaced`); the name of a `custom` one of the older mechanism; or none of these.
 */
export type ExtensionKey = 'definition' | 'predefined' | 'misplaced' | 'custom' | 'unknown'

export function kindOfKey(type: string, key: string): ExtensionKey {
  if (key.startsWith(DEFINITION)) return key.length === DEFINITION.length + 36 && UUID.test(key) ? 'definition' : 'unknown'
  const owner = PREDEFINED.get(key)
  if (owner !== undefined) return owner === type ? 'predefined' : 'misplaced'
  return isExtensionName(key) && mayHaveCustom(type) ? 'custom' : 'unknown'
}

/** The type whose extension this is, where the specification has one of that name. */
export function ownerOf(key: string): string | undefined {
  return PREDEFINED.get(key)
}

/** The names of the extensions that the specification has for a type. */
export function predefinedOf(type: string): readonly string[] {
  return Object.keys(MODEL[type]?.properties['extensions']?.fields ?? {})
}

/** "Custom extensions can only be used with SCOs" (section 11.3); of a custom type nobody knows. */
export function mayHaveCustom(type: string): boolean {
  const model = MODEL[type]
  return model === undefined || model.group === 'sco'
}

function isExtensionName(key: string): boolean {
  return key.length <= 250 && key.endsWith('-ext') && NAME.test(key)
}

/** Does an object use the extension mechanism of section 7.3 in one of these ways? */
export function usesExtension({ extensions }: StixObject, types: readonly string[]): boolean {
  if (!isRecord(extensions)) return false
  for (const key in extensions) {
    const extension = extensions[key]
    if (key.startsWith(DEFINITION) && isRecord(extension) && types.includes(extension['extension_type'] as string)) return true
  }
  return false
}

/** The ways that make objects of a new type. */
export const NEW_OBJECT: readonly string[] = ['new-sdo', 'new-sco', 'new-sro']

const DEFINITION = 'extension-definition--'
const UUID = /--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const NAME = /^[a-z][a-z0-9-]*$/

const PREDEFINED: ReadonlyMap<string, string> = new Map(
  Object.keys(MODEL).flatMap((type) => predefinedOf(type).map((key) => [key, type] as const)),
)
