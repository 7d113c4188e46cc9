import { isRecord } from '../../misp/types.ts'
import { typesWith } from '../places.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

interface Catalogue {
  readonly form: RegExp
  readonly example: string
}

/** Other sources may list CVE ids too: only from the name of the source follows the form of the id. */
const CATALOGUES: ReadonlyMap<unknown, Catalogue> = new Map([
  ['cve', { form: /^CVE-\d{4}-\d{4,}$/, example: 'CVE-2021-44228' }],
  ['capec', { form: /^CAPEC-\d+$/, example: 'CAPEC-550' }],
])

/** References to CVE and CAPEC have the ids that these give. */
export const EXTERNAL_REFERENCE_ID: Rule = {
  code: 'external-reference-id',
  severity: 'error',
  lenient: 'warning',
  clause: '2.5.2',
  about: 'External references with source_name cve or capec have an external_id such as CVE-2021-44228 or CAPEC-550.',
  advice: 'Write the whole id in external_id, or name another source.',
  types: typesWith(({ kind }) => kind === 'external-reference'),
  object({ external_references: references }, speak) {
    if (!Array.isArray(references)) return
    for (let index = 0; index < references.length; index++) {
      const reference: unknown = references[index]
      if (!isRecord(reference)) continue
      const catalogue = CATALOGUES.get(reference['source_name'])
      const id = reference['external_id']
      if (catalogue === undefined || (typeof id === 'string' ? catalogue.form.test(id) : id !== undefined)) continue
      const path = under('/external_references', index)
      const source = `an external_id of ${String(reference['source_name'])} is written like ${catalogue.example}`
      if (id === undefined) speak(path, `external_id is missing: ${source}`)
      else speak(under(path, 'external_id'), `${source}, not ${shown(id)}`)
    }
  },
}
