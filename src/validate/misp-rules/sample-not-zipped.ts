import type { MispRule } from '../misp-rule.ts'
import { isSet } from '../misp-values.ts'

export const SAMPLE_NOT_ZIPPED: MispRule = {
  code: 'sample-not-zipped',
  severity: 'warning',
  clause: 'measured on MISP 2.5.1: plain data without encrypt are stored as they are',
  about: 'The data of a sample are a ZIP archive, so that nobody runs it by accident.',
  advice: 'Send encrypt: true and let MISP make the archive, or pack it with the password infected.',
  kinds: ['attribute'],
  record({ type, data, encrypt }, speak) {
    // The first bytes of every ZIP archive in Base64
    if (type === 'malware-sample' && typeof data === 'string' && data !== '' && !data.startsWith('UEs') && !isSet(encrypt))
      speak('/data', 'data is no ZIP archive, and encrypt is not set: MISP stores the sample as it is, ready to run')
  },
}
