import known from './known.json' with { type: 'json' }

/** A template of MISP, as far as the mapping tables know it. */
export interface KnownTemplate {
  readonly uuid?: string
  /** Relation -> attribute type. */
  readonly relations: Readonly<Record<string, string>>
}

/** What the mapping tables say of MISP alone: small, because a validator needs no more of them. Made by tools/build-mappings.ts. */
export const KNOWN: {
  /** Category -> the types that an attribute of it may have. */
  readonly categories: Readonly<Record<string, readonly string[]>>
  readonly types: ReadonlySet<string>
  readonly templates: ReadonlyMap<string, KnownTemplate>
} = {
  categories: known.categories,
  types: new Set(known.types),
  templates: new Map(Object.entries(known.templates as unknown as Record<string, KnownTemplate>)),
}
