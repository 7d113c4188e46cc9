import { visitCustomNames, type Named } from '../custom-names.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Names of the older custom mechanism tell whose they are. */
export const CUSTOM_PREFIX: Rule = {
  code: 'custom-prefix',
  alias: '101',
  severity: 'warning',
  lenient: 'information',
  clause: '11',
  about: 'Names of custom types, properties and extensions begin with x and the name of their source.',
  advice: 'Rename it, such as x-example-com-sensor for a type and x_example_com_score for a property.',
  optional: true,
  object(object, speak) {
    visitCustomNames(object, (named, name, path, where) => {
      if (!FORMS[named].test(name))
        speak(path, `the ${named} ${shown(name)}${where} is custom: its name is written ${EXAMPLES[named]}`)
    })
  },
}

const FORMS: Readonly<Record<Named, RegExp>> = {
  type: /^x-[^-]+-./,
  property: /^x_[^_]+_./,
  extension: /^x-[^-]+-.+-ext$/,
}

const EXAMPLES: Readonly<Record<Named, string>> = {
  type: 'x-<source>-<name>, such as x-example-com-sensor',
  property: 'x_<source>_<name>, such as x_example_com_score',
  extension: 'x-<source>-<name>-ext, such as x-example-com-score-ext',
}
