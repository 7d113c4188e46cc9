import type { MispRule } from '../misp-rule.ts'
import { isFile } from '../misp-files.ts'

export const ATTACHMENT_DATA: MispRule = {
  code: 'attachment-data',
  severity: 'error',
  clause: 'MISP core format draft-20: data; PHP base64_decode',
  about: 'The data of an attachment or sample are Base64 of RFC 4648.',
  advice: 'Encode the bytes as Base64 with the alphabet that has + and /.',
  kinds: ['attribute', 'shadow-attribute'],
  record({ type, data }, speak) {
    if (!isFile(type) || typeof data !== 'string') return
    const stranger = /[^A-Za-z0-9+/=\s]/.exec(data)?.[0] ?? /=[^=\s]/.exec(data)?.[0]
    if (stranger !== undefined)
      return speak('/data', `data is Base64, which has no ${JSON.stringify(stranger)}: MISP skips it and stores other bytes`)
    if (digitsOf(data) % 4 === 1) speak('/data', 'data is Base64 that was cut off: one digit stands alone at its end')
  },
}

function digitsOf(data: string): number {
  let digits = 0
  for (let at = 0; at < data.length; at++) if (data.charCodeAt(at) > 0x20 && data[at] !== '=') digits++
  return digits
}
