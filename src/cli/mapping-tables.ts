import type { Mappings } from '../mapping/mappings.ts'
import type { RawRow } from '../mapping/table.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { loadMappings } from './mappings.ts'
import { nearest } from './nearest.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** A row of the tables under its kind and name. */
export interface NamedRow {
  kind: 'attribute' | 'object' | 'galaxy'
  name: string
  row: RawRow
}

/** Compiles every row and tries its example; each fault is a line on standard error. */
export async function checkMappings(directory: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const mappings = await loadMappings(directory)
  const { compileAll } = await import('../mapping/compile.ts')
  const { problems } = compileAll(mappings.tables)
  for (const { file, row, message } of problems) terminal.error(`error    ${file}: ${row}: ${message}\n`)
  const rows = rowsOf(mappings).length
  const wrong = new Set(problems.map(({ file, row }) => `${file} ${row}`)).size
  print(terminal, wrong === 0 ? `${rows} rows are right\n` : `${wrong} of ${rows} rows are wrong\n`)
  return wrong === 0 ? EXIT.ok : EXIT.findings
}

/** One row a line: kind, name, form. */
export async function listMappings(directory: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const rows = rowsOf(await loadMappings(directory))
  const width = Math.max(...rows.map(({ name }) => name.length))
  print(terminal, rows.map(({ kind, name, row }) => `${kind.padEnd(9)}  ${name.padEnd(width)}  ${formOf(row)}\n`).join(''))
  return EXIT.ok
}

/** All that the tables say of a type, as YAML, and what becomes of its example. */
export async function showMapping(type: string, directory: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const mappings = await loadMappings(directory)
  const all = rowsOf(mappings)
  const rows = all.filter(({ name }) => name === type)
  if (rows.length === 0) throw new UsageError(unknownType(type, all))
  const { stringify } = await import('yaml')
  const { exampleText } = await import('./mapping-example.ts')
  const texts = rows.map((row) => `# ${row.kind}\n${stringify({ [row.name]: row.row })}${exampleText(mappings, row)}`)
  print(terminal, texts.join('\n'))
  return EXIT.ok
}

function rowsOf({ tables }: Mappings): NamedRow[] {
  const named = (kind: NamedRow['kind'], rows: Readonly<Record<string, RawRow>>) =>
    Object.entries(rows)
      .map(([name, row]) => ({ kind, name, row }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  return [...named('attribute', tables.attributes), ...named('object', tables.objects), ...named('galaxy', tables.galaxies)]
}

function formOf(row: RawRow): string {
  if (row.like !== undefined) return `like ${row.like}`
  if (row.generic === true) return 'generic'
  return row.sco ?? row.sdo ?? (row.rule === undefined ? 'several forms' : `rule ${row.rule}`)
}

function unknownType(type: string, rows: readonly NamedRow[]): string {
  const near = nearest(
    type,
    rows.map(({ name }) => name),
  )
  const hint = near === undefined ? 'tipbridge mappings list names all' : `did you mean ${near}?`
  return `there is no attribute type, object template or galaxy '${type}'; ${hint}`
}

function print(terminal: Terminal, text: string): void {
  const stdout = terminal.stdout()
  stdout.write(text)
  stdout.commit()
}
