import type { Rule } from '../rule.ts'

const PAIRS: readonly (readonly [string, string])[] = [
  ['name_enc', 'name'],
  ['path_enc', 'path'],
]

/** An encoding is that of a value. */
export const NAME_ENCODING: Rule = {
  code: 'name-encoding',
  severity: 'error',
  lenient: 'warning',
  clause: '3.1',
  about: 'name_enc and path_enc stand only beside the name or path that they are about.',
  advice: 'Add the name or path, or remove its encoding.',
  types: ['file', 'directory'],
  object(object, speak) {
    for (const [encoding, value] of PAIRS)
      if (object[encoding] !== undefined && object[value] === undefined)
        speak(`/${encoding}`, `${encoding} stands without ${value}: it tells how ${value} was encoded where it was observed`)
  },
}
