/** A MISP record as plain JSON, under the names of MISP's core format. */
export interface MispRecord {
  [key: string]: unknown
}

/** A MISP event: the inner object, without the `{ "Event": … }` around it. */
export interface MispEvent extends MispRecord {
  Attribute?: MispRecord[]
  Object?: MispRecord[]
}
