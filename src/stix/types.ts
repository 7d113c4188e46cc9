/** A STIX object as plain JSON: at least `type` and `id`, everything else as the specification names it. */
export interface StixObject {
  type: string
  id: string
  [property: string]: unknown
}

/** A STIX 2.1 bundle. `objects` is absent in an empty one. */
export interface Bundle {
  type: 'bundle'
  id: string
  objects?: StixObject[]
}
