import { isAttributeType } from '../misp-attribute-types.ts'
import { isFile } from '../misp-files.ts'
import type { MispRule } from '../misp-rule.ts'

export const DATA_IGNORED: MispRule = {
  code: 'data-ignored',
  severity: 'warning',
  clause: 'MISP 2.5, typeIsAttachment of its attribute model',
  about: 'Only attachments and samples carry data.',
  advice: 'Use the type attachment or malware-sample, or leave data out.',
  kinds: ['attribute'],
  record({ type, data }, speak) {
    if (typeof data === 'string' && data !== '' && isAttributeType(type) && !isFile(type))
      speak('/data', `MISP keeps no data with a ${type}: only with an attachment or a malware-sample`)
  },
}
