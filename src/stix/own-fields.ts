/** The same fields without what all objects inherit: looked up by a name from outside, `constructor` is a name like any other. */
export function ownFields<T extends object>(fields: T): T {
  return Object.assign(Object.create(null) as T, fields)
}
