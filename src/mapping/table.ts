/** The compiled mapping tables. */
export interface Mappings {
  readonly attributes: unknown
}
/** The tables that come with tipbridge (compiled at build time). */
export function defaultMappings(): Mappings { throw new Error('not there yet') }
