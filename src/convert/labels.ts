import type { StixObject } from '../stix/types.ts'

const LABEL = /^misp:(type|category|name|meta-category|to_ids)="(.*)"$/s

interface MispLabels {
  type?: string
  category?: string
  name?: string
  'meta-category'?: string
  /** `True` or `False`: misp-stix wrote it before 2022. */
  to_ids?: string
}

/** MISP's own labels on an object. */
export function mispLabels(object: StixObject): MispLabels {
  const found: Record<string, string> = {}
  const { labels } = object
  if (!Array.isArray(labels)) return found
  for (const label of labels) {
    const parts = typeof label === 'string' ? LABEL.exec(label) : null
    if (parts !== null) found[parts[1] as string] ??= parts[2] as string
  }
  return found
}

/** The labels of an object that are texts. */
export function labelsOf(object: StixObject): string[] {
  const { labels } = object
  return Array.isArray(labels) ? labels.filter((label): label is string => typeof label === 'string') : []
}
