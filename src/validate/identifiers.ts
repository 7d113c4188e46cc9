import { MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'

/** Longest type and UUID; what is longer is no id. */
const LONGEST = 250 + 38
const UUID_LENGTH = 36
const HYPHEN = 0x2d
const FORM = /^[a-z0-9][a-z0-9-]*--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Is it written as an id: a type, two hyphens and a UUID of any version? Of what is not, the schema has spoken. */
export function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST && FORM.test(value)
}

/** The type in what may be an id, looked at only where its UUID must begin; `undefined`: surely none. */
export function typeInId(value: string): string | undefined {
  const end = value.length - UUID_LENGTH - 2
  if (end < 1 || value.length > LONGEST || value.charCodeAt(end) !== HYPHEN || value.charCodeAt(end + 1) !== HYPHEN)
    return undefined
  return value.slice(0, end)
}

/** The digit of the version in what ends in a UUID. */
export function versionOf(id: string): string {
  return id.charAt(id.length - UUID_LENGTH + 14)
}

/** Is a type among the targets of a reference? A type that the specification does not have may be of any group; a bundle is of none. */
export function isTarget(type: string, targets: readonly string[]): boolean {
  if (targets.includes(type)) return true
  if (type === 'bundle') return false
  const group = MODEL[type]?.group
  if (group === undefined) return targets.some((target) => GROUPS.has(target))
  return targets.includes(group) || targets.includes('any')
}

const GROUPS: ReadonlySet<string> = new Set(['sdo', 'sro', 'sco', 'any'])

/** What a reference may point at, in words. */
export function targetsInWords(targets: readonly string[]): string {
  const names = targets.map((target) => GROUP_NAMES[target] ?? target)
  const last = names.at(-1) ?? 'nothing'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`
}

const GROUP_NAMES: Readonly<Record<string, string>> = {
  sdo: 'domain objects (such as malware)',
  sro: 'relationships and sightings',
  sco: 'cyber-observables (such as file)',
  any: 'any STIX object but a bundle',
}

/** The group of an object; of a custom type, what its extension says, or else its properties: observables have no `created`. */
export function groupOf(object: StixObject): 'sdo' | 'sro' | 'sco' | 'meta' {
  const model = MODEL[object.type]
  if (model !== undefined) return model.group
  return groupInExtensions(object) ?? (Object.hasOwn(object, 'created') ? 'sdo' : 'sco')
}

/** The group of which the extension of an object makes its type, if any does. */
export function groupInExtensions({ extensions }: StixObject): 'sdo' | 'sro' | 'sco' | undefined {
  if (!isRecord(extensions)) return undefined
  for (const key in extensions) {
    const extension = extensions[key]
    const kind = isRecord(extension) ? extension['extension_type'] : undefined
    if (kind === 'new-sco') return 'sco'
    if (kind === 'new-sdo') return 'sdo'
    if (kind === 'new-sro') return 'sro'
  }
  return undefined
}
