import { KNOWN } from '../misp/known.ts'

/** Does MISP have this attribute type? */
export function isAttributeType(type: unknown): type is string {
  return typeof type === 'string' && KNOWN.types.has(type)
}

const CATEGORIES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(KNOWN.categories).map(([category, types]) => [category, new Set(types)]),
)

/** The types that a category takes; `undefined`: MISP has no such category. */
export function typesOfCategory(category: unknown): ReadonlySet<string> | undefined {
  return typeof category === 'string' ? CATEGORIES.get(category) : undefined
}

/** The categories that take a type. */
export function categoriesOfType(type: string): readonly string[] {
  return [...CATEGORIES].filter(([, types]) => types.has(type)).map(([category]) => category)
}

/** Every category. */
export const CATEGORY_NAMES: readonly string[] = [...CATEGORIES.keys()]
