import { placesByType, typesWith, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'
import { faultOfUrl } from '../urls.ts'

/** `url` of artifacts and of external references; the value of a url object is a string like any other to the model. */
const isUrl = ({ kind }: { kind: string }, key: string) => kind === 'string' && key === 'url'
const placesOf = placesByType(isUrl)

/** URLs are URLs. */
export const URL_FORM: Rule = {
  code: 'url-form',
  severity: 'error',
  lenient: 'warning',
  clause: '6.15.1',
  about: 'URLs (the value of url, url of artifacts and of external references) are written as of RFC 3986.',
  advice: 'Write it with its scheme, and escape the characters that have no place in a URL: %20 for a blank.',
  types: ['url', ...typesWith(isUrl).filter((type) => type !== 'url')],
  object(object, speak) {
    if (object['defanged'] === true) return
    const { value } = object
    if (object.type === 'url' && typeof value === 'string') {
      const fault = faultOfUrl(value)
      if (fault !== undefined) speak('/value', messageOf(value, fault))
      return
    }
    visit(object, placesOf(object.type), (url, path) => {
      const fault = typeof url === 'string' ? faultOfUrl(url) : undefined
      if (fault !== undefined) speak(path(), messageOf(url as string, fault))
    })
  },
}

function messageOf(url: string, fault: string): string {
  return `${shown(url)} is no URL: ${fault}`
}
