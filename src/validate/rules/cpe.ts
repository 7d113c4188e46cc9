import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The formatted string of a CPE name of version 2.3 (NISTIR 7695 section 6.2). */
export const CPE: Rule = {
  code: 'cpe',
  severity: 'error',
  lenient: 'warning',
  clause: '6.14.1',
  about: 'The cpe of software is a formatted string of CPE 2.3.',
  advice: 'Write it like cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*.',
  types: ['software'],
  object({ cpe }, speak) {
    const fault = typeof cpe === 'string' ? faultOf(cpe) : undefined
    if (fault !== undefined) speak('/cpe', `${shown(cpe)} is no CPE 2.3: ${fault}`)
  },
}

/** Far longer than any name in the dictionary of NVD. */
const LONGEST = 2000

function faultOf(cpe: string): string | undefined {
  if (cpe.length > LONGEST) return `it has ${cpe.length} characters`
  if (cpe.startsWith('cpe:/')) return 'it is written as in CPE 2.2; write it like cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*'
  if (!cpe.startsWith('cpe:2.3:')) return 'it does not begin with cpe:2.3:'
  const components = componentsOf(cpe.slice(8))
  if (components.length !== 11) return `it has ${components.length} parts behind cpe:2.3, not 11; those that are not known are *`
  const [part = ''] = components
  if (!/^[aho*-]$/.test(part)) return `its first part is a, h or o, not ${shown(part, 20)}`
  const odd = components.find((component) => !isComponent(component))
  return odd === undefined
    ? undefined
    : `${shown(odd, 30)} is no part of one: other characters than a-z, 0-9, . _ and - have a \\ before them`
}

/** Split at the colons that have no backslash before them. */
function componentsOf(text: string): string[] {
  return text.match(/(?:[^:\\]|\\[\s\S]?)+|(?<=:|^)(?=:|$)/g) ?? []
}

/** Any value `*`, none `-`, or text in which other signs are escaped; unescaped `*` and `?` at its ends are wildcards. */
function isComponent(component: string): boolean {
  return component !== '' && /^(?:\*|\?+)?(?:[A-Za-z0-9._-]|\\[!-/:-@[-`{-~])*(?:\*|\?+)?$/.test(component)
}
