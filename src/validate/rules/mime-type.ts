import { mediaTypes } from '../lists/media-types.ts'
import { hintOf } from '../nearest.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Media types are registered ones. */
export const MIME_TYPE: Rule = {
  code: 'mime-type',
  alias: '271',
  severity: 'warning',
  lenient: 'information',
  clause: '6.7.1',
  about: 'The mime_type of files and artifacts is registered with IANA.',
  advice: 'Use the registered type where there is one, such as application/msword.',
  types: ['file', 'artifact'],
  object({ mime_type: type }, speak) {
    if (typeof type !== 'string') return
    const name = nameOf(type)
    if (name === undefined || !mediaTypes().has(name)) speak('/mime_type', messageOf(type, name))
  },
}

/** The type without its parameters (`; charset=utf-8`), lower case. */
function nameOf(type: string): string | undefined {
  const end = type.indexOf(';')
  const name = (end === -1 ? type : type.slice(0, end)).trim()
  return name.length < 130 && /^[!-.0-~]+\/[!-.0-~]+$/.test(name) ? name.toLowerCase() : undefined
}

function messageOf(type: string, name: string | undefined): string {
  if (name === undefined)
    return `${shown(type)} is no media type: that is a type and a subtype with a slash between them, as in text/html`
  return `${shown(type)} is not registered as a media type: ${hintOf(name, mediaTypes()) ?? 'as application/pdf is'}`
}
