import { DEFAULT_TABLES } from '../mapping/default-tables.ts'
import type { TypeFacts } from '../mapping/table.ts'

/** What MISP says of an attribute type; `undefined`: it has no such type. */
export function factsOfType(type: unknown): TypeFacts | undefined {
  return typeof type === 'string' && Object.hasOwn(DEFAULT_TABLES.types, type) ? DEFAULT_TABLES.types[type] : undefined
}

const CATEGORIES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(DEFAULT_TABLES.categories).map(([category, types]) => [category, new Set(types)]),
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
