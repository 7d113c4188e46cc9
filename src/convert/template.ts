import type { MispRecord } from '../misp/types.ts'
import type { Row } from '../mapping/row.ts'

/** An object of a template, without attributes. */
export function emptyObject(row: Row | undefined): MispRecord {
  return { ...templateFacts(row), ...templateVersion(row) }
}

/** What an object says of its template, whichever version of it that is. */
export function templateFacts(row: Row | undefined): MispRecord {
  const { uuid, 'meta-category': meta } = row?.raw ?? {}
  return {
    name: row?.name,
    ...(meta !== undefined && { 'meta-category': meta }),
    ...(uuid !== undefined && { template_uuid: uuid }),
  }
}

/**
 * The version of a template, as MISP writes it, for objects that are made here. Those of MISP have their own in their residue: a bundle has
 * to read the same when the tables know a newer one.
 */
export function templateVersion(row: Row | undefined): MispRecord {
  return row?.raw.version === undefined ? {} : { template_version: String(row.raw.version) }
}
