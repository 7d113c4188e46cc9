import { visitCustomNames, type Named } from '../custom-names.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Names of the older custom mechanism cannot clash with those of later editions. */
export const CUSTOM_PREFIX_LAX: Rule = {
  code: 'custom-prefix-lax',
  alias: '102',
  severity: 'warning',
  lenient: 'information',
  clause: '11',
  about: 'Names of custom types and extensions begin with x-, those of custom properties with x_.',
  advice: 'Rename it, such as x-sensor for a type and x_score for a property.',
  optional: true,
  object(object, speak) {
    visitCustomNames(object, (named, name, path, where) => {
      const prefix = PREFIXES[named]
      if (!name.startsWith(prefix)) speak(path, `the ${named} ${shown(name)}${where} is custom: its name begins with ${prefix}`)
    })
  },
}

const PREFIXES: Readonly<Record<Named, string>> = { type: 'x-', property: 'x_', extension: 'x-' }
