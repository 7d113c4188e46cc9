import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { isRecord } from '../misp/types.ts'
import { isFeedManifest, UUID } from './detect.ts'
import { MAX_PIECE, parseJson } from './json.ts'

/**
 * The event files of a MISP feed, in the order of their names; `undefined` where the directory is no feed.
 * The manifest says which events belong to it: other files are ignored, and events that are not there named.
 */
export function readFeed(directory: string, report: (directory: string, diagnostic: Diagnostic) => void): string[] | undefined {
  const uuids = manifestUuids(join(directory, 'manifest.json'))
  if (uuids === undefined) return undefined
  const [present, absent] = [uuids.filter((uuid) => existsSync(fileOf(uuid))), uuids.filter((uuid) => !existsSync(fileOf(uuid)))]
  if (absent.length > 0) {
    const message = `the manifest names events that are not there, the first is ${absent[0]}`
    report(directory, { code: 'feed-event-missing', severity: 'warning', message, count: absent.length })
  }
  const ignored = strangersIn(directory, new Set(uuids))
  if (ignored.length > 0) {
    const message = `files that the manifest does not name are ignored, the first is ${ignored[0]}`
    report(directory, { code: 'feed-file-ignored', severity: 'information', message, count: ignored.length })
  }
  return present.map(fileOf)

  function fileOf(uuid: string): string {
    return join(directory, `${uuid}.json`)
  }
}

function manifestUuids(path: string): string[] | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || stat.size > MAX_PIECE) return undefined
  const manifest = parseJson(readFileSync(path))
  if (manifest.problem !== undefined || !isRecord(manifest.value) || !isFeedManifest(manifest.value)) return undefined
  return Object.keys(manifest.value)
    .filter((uuid) => UUID.test(uuid))
    .sort()
}

function strangersIn(directory: string, uuids: ReadonlySet<string>): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json') && name !== 'manifest.json' && !uuids.has(name.slice(0, -'.json'.length)))
    .sort()
}
