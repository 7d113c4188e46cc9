import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const HIVES: ReadonlyMap<string, string> = new Map([
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKU', 'HKEY_USERS'],
  ['HKCC', 'HKEY_CURRENT_CONFIG'],
  ['HKPD', 'HKEY_PERFORMANCE_DATA'],
  ['HKDD', 'HKEY_DYN_DATA'],
])

/** Hives have their whole name. */
export const REGISTRY_HIVE: Rule = {
  code: 'registry-hive',
  severity: 'error',
  lenient: 'warning',
  clause: '6.17.1',
  about: 'The hive in a registry key is not abbreviated.',
  advice: 'Write the whole name of the hive, such as HKEY_LOCAL_MACHINE.',
  types: ['windows-registry-key'],
  object({ key }, speak) {
    if (typeof key !== 'string') return
    const end = key.indexOf('\\')
    const hive = key.slice(0, end < 0 ? 8 : Math.min(end, 8))
    const whole = HIVES.get(hive.toUpperCase())
    if (whole !== undefined) speak('/key', `${shown(key)} begins with the abbreviation ${hive}: write ${whole}`)
  },
}
