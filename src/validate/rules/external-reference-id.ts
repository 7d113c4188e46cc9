import { isRecord } from '../../misp/types.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

interface Catalogue {
  readonly source: string
  readonly form: RegExp
  readonly example: string
}

/** The sections on these two types say how their ids are written; what references of other types look like, no section does. */
const CATALOGUES: ReadonlyMap<string, Catalogue> = new Map([
  ['vulnerability', { source: 'cve', form: /^CVE-\d{4}-\d{4,}$/, example: 'CVE-2021-44228' }],
  ['attack-pattern', { source: 'capec', form: /^CAPEC-\d+$/, example: 'CAPEC-550' }],
])

/** References to CVE and CAPEC have the ids that these give. */
export const EXTERNAL_REFERENCE_ID: Rule = {
  code: 'external-reference-id',
  severity: 'error',
  lenient: 'warning',
  clause: '4.1.1 and 4.19.1',
  about:
    'External references of a vulnerability to cve and of an attack-pattern to capec have an external_id such as CVE-2021-44228 or CAPEC-550.',
  advice: 'Write the whole id in external_id, or name another source.',
  types: [...CATALOGUES.keys()],
  object({ type, external_references: references }, speak) {
    const catalogue = CATALOGUES.get(type)
    if (catalogue === undefined || !Array.isArray(references)) return
    const { source, form, example } = catalogue
    for (let index = 0; index < references.length; index++) {
      const reference: unknown = references[index]
      if (!isRecord(reference) || reference['source_name'] !== source) continue
      const id = reference['external_id']
      if (typeof id === 'string' ? form.test(id) : id !== undefined) continue
      const path = under('/external_references', index)
      const wanted = `an external_id of ${source} is written like ${example}`
      if (id === undefined) speak(path, `external_id is missing: ${wanted}`)
      else speak(under(path, 'external_id'), `${wanted}, not ${shown(id)}`)
    }
  },
}
