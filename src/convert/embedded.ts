import type { StixObject } from '../stix/types.ts'
import type { Resolve } from '../mapping/binding.ts'
import { readJoined } from '../mapping/join.ts'
import type { JoinedReading } from '../mapping/join.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { printSteps } from '../mapping/path.ts'
import type { Row } from '../mapping/row.ts'
import type { Unbound } from './unbound.ts'

/** How an object inside the observable of another one is tied to it: by which reference, and to which of the objects there. */
export interface Tie {
  by: string
  to?: string
}

const TIES: Readonly<Record<string, Tie>> = {
  pe: { by: 'includes' },
  'pe-section': { by: 'includes', to: 'pe' },
  'registry-key-value': { by: 'contains' },
}

/** The tie of a template that is embedded in others (`embedded-in`). */
export function tieOf(template: string): Tie {
  return TIES[template] ?? { by: 'includes' }
}

/** What an observable holds of its object and of those embedded in it, that of the object first. */
export function readEmbedded(mappings: Mappings, row: Row, main: StixObject, resolve: Resolve): JoinedReading[] {
  return readJoined(row, rowsInside(mappings, row), main, resolve)
}

/** An object that is embedded in others may stand alone, with those that are tied to it. */
function rowsInside(mappings: Mappings, row: Row): readonly Row[] {
  const outer = row.raw['embedded-in']
  if (outer === undefined) return mappings.embeddedIn(row.name)
  return mappings.embeddedIn(outer).filter(({ name }) => tieOf(name).to === row.name)
}

/** Which of the objects in an observable a place belongs to that no row knows: the one with the longest path above it. */
export function ownerOf<T extends JoinedReading>({ path }: Unbound, parts: readonly T[]): T | undefined {
  let best = parts[0]
  let longest = 0
  const seen = new Map<Row, number>()
  for (const part of parts) {
    if (part.row === parts[0]?.row) continue
    const position = seen.get(part.row) ?? 0
    seen.set(part.row, position + 1)
    const base = basePath(part.row, position)
    if (path.startsWith(base) && base.length > longest) {
      best = part
      longest = base.length
    }
  }
  return best
}

/** The path that all places of an embedded row share, with the entry that it has. */
function basePath(row: Row, position: number): string {
  if (row.base.length > 0) return `${row.type}:${printSteps(row.base).replace('[*]', `[${position}]`)}.`
  const [first, second] = row.fixed[0]?.walk ?? []
  return `${row.type}:${printSteps([first, second].flatMap((step) => (step === undefined ? [] : [{ key: step.key, index: undefined }])))}.`
}
