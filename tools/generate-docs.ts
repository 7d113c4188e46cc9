/** Writes `docs/mappings.md` from the tables, and `docs/rules.md` from the rules: `node tools/generate-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTables } from '../src/document/read-tables.ts'
import { printString } from '../src/stix/pattern/print-literal.ts'
import { createMappings } from '../src/mapping/mappings.ts'
import type { Mappings } from '../src/mapping/mappings.ts'
import { printRowPattern } from '../src/mapping/row-pattern.ts'
import type { Form, Row } from '../src/mapping/row.ts'
import { splitValue } from '../src/mapping/row.ts'
import type { Tables } from '../src/mapping/table.ts'
import { rulesPage } from './rules-page.ts'

if (import.meta.main) {
  const tables = readTables(fileURLToPath(new URL('../mappings', import.meta.url)))
  writeFileSync(new URL('../docs/mappings.md', import.meta.url), mappingsPage(tables))
  writeFileSync(new URL('../docs/rules.md', import.meta.url), rulesPage())
}

/** The page that says of every attribute type, object template and galaxy what becomes of it. */
export function mappingsPage(tables: Tables): string {
  const mappings = createMappings(tables)
  const types = Object.keys(tables.attributes)
  const rows = types.flatMap((type) => mappings.attribute(type) ?? [])
  const parts = [
    ...introduction(mappings, rows),
    '## Attributes with a place in STIX',
    attributeTable(rows.filter(({ form }) => form === 'sco' || form === 'sdo')),
    '## Attributes with a place in patterns only',
    'STIX makes no object of such a value alone: it stands in the pattern of its Indicator, and is carried in the generic form.',
    attributeTable(rows.filter(({ form }) => form === 'pattern-only')),
    '## Attributes that are rules',
    'The value is the pattern of an Indicator, unchanged. Without `to_ids` it is carried in the generic form.',
    table(
      ['Type', '`pattern_type`'],
      rows.filter(({ form }) => form === 'rule').map(({ name, type }) => [code(name), code(type)]),
    ),
    '## Attributes without a place in STIX',
    'They are carried as `x-misp-attribute`, with an Indicator of their own type when they are to detect something.',
    list(rows.filter(({ form }) => form === 'generic').map(({ name }) => name)),
    '## Object templates',
    'Relations without a place travel beside the others, and return. Templates that are not listed are carried as `x-misp-object`.',
    templateTable(tables, mappings),
    '## Galaxies',
    table(
      ['STIX object', 'Galaxy types'],
      Object.entries(tables.galaxies).map(([name, { sdo, types: of }]) => [
        code(sdo ?? ''),
        name === 'other' ? 'every other' : list(of ?? []),
      ]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function introduction(mappings: Mappings, rows: readonly Row[]): string[] {
  const count = (...forms: Form[]): number => rows.filter(({ form }) => forms.includes(form)).length
  const templates = Object.keys(mappings.tables.objects)
  const native = templates.filter((name) => mappings.object(name).some(({ form }) => form !== 'generic'))
  return [
    '# What becomes of what',
    '<!-- Made by `node tools/generate-docs.ts` from mappings/: do not edit. How to change it: docs/adding-a-mapping.md -->',
    `Of MISP's ${rows.length} attribute types ${count('sco', 'sdo')} become STIX objects, ${count('rule')} are rules, ${count('pattern-only')} have a place in patterns only, and ${count('generic')} have no place in STIX. ${native.length} object templates have a native form. Nothing is lost of the others: they are carried whole.`,
  ]
}

function attributeTable(rows: readonly Row[]): string {
  return table(
    ['Type', 'Place in STIX', 'Pattern', 'Pattern of the profile `atomic`', 'Example'],
    rows.map((row) => {
      const pattern = patternOf(row, row) ?? ''
      const atomic = patternOf(row.slots.length === 1 ? (row.atomic ?? row) : row.atomic, row) ?? ''
      return [
        code(row.name),
        placesOf(row),
        code(pattern),
        atomic === pattern ? 'the same' : code(atomic),
        code(short(String(row.raw.example))),
      ]
    }),
  )
}

function placesOf(row: Row): string {
  return row.binds.map(({ path }) => code(`${row.type === 'ip' ? 'ipv4-addr, ipv6-addr' : row.type}:${path}`)).join('<br>')
}

/** The pattern of the example, in which the values are left out. */
function patternOf(row: Row | undefined, of: Row): string | undefined {
  if (row === undefined) return undefined
  const values = splitValue(of, String(of.raw.example)) ?? []
  const fills = values.map((value, index) => ({ name: of.slots[index] ?? '', value, index }))
  const pattern = printRowPattern(row, fills)
  return values.reduce<string | undefined>(
    (text, value) => text?.replace(`= ${printString(value)}`, '= …').replace(`= ${value}`, '= …'),
    pattern,
  )
}

function templateTable(tables: Tables, mappings: Mappings): string {
  const names = Object.keys(tables.objects).sort()
  return table(
    ['Template', 'STIX object', 'Relations', 'Relations with a place'],
    names.map((name) => templateRow(name, mappings.object(name))),
  )
}

function templateRow(name: string, forms: readonly Row[]): string[] {
  const [first] = forms as [Row]
  const rule = first.form === 'rule' ? [first.raw['rule-relation'] ?? ''] : []
  const bound = forms.flatMap(({ binds, when }) => [
    ...binds.flatMap(({ fillers }) => fillers.map((filler) => filler.name)),
    ...when.map(([relation]) => relation),
  ])
  const placed = [...new Set([...rule, ...bound])].sort()
  const attributes = placed.filter((relation) => first.relations.has(relation))
  const inside = first.raw['embedded-in']
  return [
    code(name),
    [...new Set(forms.map(objectOf))].join('<br>') + (inside === undefined ? '' : `, in that of ${code(inside)}`),
    `${attributes.length + placed.filter((relation) => relation.endsWith('.data') && !attributes.includes(relation.slice(0, -5))).length} of ${first.relations.size}`,
    list(placed),
  ]
}

function objectOf({ form, type }: Row): string {
  if (form === 'generic') return 'none: `x-misp-object`'
  if (form === 'rule') return `${code('indicator')} of ${code(type)}`
  return type === 'ip' ? `${code('ipv4-addr')}, ${code('ipv6-addr')}` : code(type)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function list(names: readonly string[]): string {
  return names.map(code).join(', ')
}

/** Code in a cell of a table: `|` would end the cell. */
function code(text: string): string {
  if (text === '') return ''
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}${fence}`
}

function short(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
