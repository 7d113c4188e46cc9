import type { StixObject } from '../stix/types.ts'

interface MispLabels {
  type?: string
  category?: string
  name?: string
  'meta-category'?: string
  /** `True` or `False`: misp-stix wrote it before 2022. */
  to_ids?: string
}

const NAMES: ReadonlySet<string> = new Set(['type', 'category', 'name', 'meta-category', 'to_ids'])

/** MISP's own labels on an object: `misp:type="…"`. */
export function mispLabels(object: StixObject): MispLabels {
  let found: Record<string, string> | undefined
  const { labels } = object
  if (!Array.isArray(labels)) return NONE
  for (const label of labels) {
    if (typeof label !== 'string' || !label.startsWith('misp:') || !label.endsWith('"')) continue
    const at = label.indexOf('="')
    const name = at < 0 ? '' : label.slice('misp:'.length, at)
    if (NAMES.has(name) && at + 2 < label.length) (found ??= {})[name] ??= label.slice(at + 2, -1)
  }
  return found ?? NONE
}

const NONE: MispLabels = Object.freeze({})

/** The labels of an object that are texts. */
export function labelsOf(object: StixObject): string[] {
  const { labels } = object
  return Array.isArray(labels) ? labels.filter((label): label is string => typeof label === 'string') : []
}

/** Does MISP, or misp-stix for it, say in a label what the object is? */
export function isOfMisp(object: StixObject): boolean {
  return labelsOf(object).some((label) => label.startsWith('misp:'))
}
