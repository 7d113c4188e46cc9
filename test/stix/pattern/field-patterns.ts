import { readdirSync, readFileSync } from 'node:fs'

/** Bundles of the field, beside the checkout. */
export const FIELD_DATA = new URL('../../../../shared/data/stix/', import.meta.url)

/** Their STIX patterns, as often as they occur. */
export function* fieldPatterns(): Generator<string> {
  for (const name of readdirSync(FIELD_DATA, { recursive: true, encoding: 'utf8' })) {
    if (/\.(?:json|stix2)$/.test(name)) yield* patternsIn(json(readFileSync(new URL(name, FIELD_DATA), 'utf8')))
  }
}

/** Some files are broken on purpose. */
function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function* patternsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const { type, pattern, pattern_type: language = 'stix' } = value as Record<string, unknown>
  if (type === 'indicator' && language === 'stix' && typeof pattern === 'string') yield pattern
  for (const child of Object.values(value)) yield* patternsIn(child)
}
