import type { MispRecord } from '../misp/types.ts'
import type { BundleScope } from './scope.ts'
import { isTrue } from './text.ts'

/** Does the profile leave this element out by its nature? Announces it once per reason, with a count. */
export function isWithheldByProfile(scope: BundleScope, record: MispRecord): boolean {
  const { name, internal } = scope.profile
  if (internal) return false
  if (isTrue(record['deleted'])) {
    scope.announce('deleted-left-out', `deleted elements are left out of the profile ${name}`)
    return true
  }
  if (String(record['distribution']) === '0') {
    scope.announce(
      'own-organisation-left-out',
      `elements with distribution 0 (your organisation only) are left out of the profile ${name}`,
    )
    return true
  }
  return false
}

/** The tags that the profile writes: local ones stay at home unless it is for archives. */
export function tagsFor(scope: BundleScope, list: unknown): unknown {
  if (scope.profile.internal || !Array.isArray(list)) return list
  return (list as (MispRecord | null)[]).filter((tag) => {
    const local = isTrue(tag?.['local'])
    if (local) scope.announce('local-tag-left-out', `local tags are left out of the profile ${scope.profile.name}`)
    return !local
  })
}
