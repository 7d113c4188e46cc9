/** One step of a path into a STIX object: a property, or entries of a list. */
export interface Step {
  key: string
  /** `undefined`: the property itself; `'*'`: each entry of the list; a number: that entry. */
  index: '*' | number | undefined
}

const PART = /(?:'((?:[^'\\]|\\.)+)'|([A-Za-z0-9_-]+))(?:\[(\*|\d+)\])?(\.|$)/y

/**
 * Reads a path of the tables: `value`, `dst_ref.value`, `values[0].data`, `resolves_to_refs[*].value`, `hashes.'SHA3-256'`.
 * Throws an Error that names the path where it is not one.
 */
export function parsePath(text: string): Step[] {
  const steps: Step[] = []
  PART.lastIndex = 0
  let end = false
  while (!end) {
    const part = PART.exec(text)
    if (part === null)
      throw new Error(`'${text}' is not a path: expected names joined by dots, such as resolves_to_refs[*].value`)
    const [, quoted, plain, index, separator] = part
    steps.push({
      key: quoted === undefined ? (plain as string) : quoted.replaceAll(/\\(.)/g, '$1'),
      index: index === undefined ? undefined : index === '*' ? '*' : Number(index),
    })
    end = separator === ''
  }
  return steps
}

const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Prints steps as STIX patterning spells an object path (section 9.7), without the type in front. */
export function printSteps(steps: readonly Step[]): string {
  return steps.map(({ key, index }) => `${BARE.test(key) ? key : quote(key)}${index === undefined ? '' : `[${index}]`}`).join('.')
}

/** One spelling for `type:path`, so that quotes and list indices do not matter when paths are compared. */
export function normalPath(full: string): string {
  const at = full.indexOf(':')
  return `${full.slice(0, at)}:${anyIndex(printSteps(parsePath(full.slice(at + 1))))}`
}

/** The same path whatever entry of a list it names: how spellings are compared on reading. */
export function anyIndex(path: string): string {
  return path.replaceAll(/\[(?:\d+|\*)\]/g, '[*]')
}

function quote(key: string): string {
  return `'${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
