import { openBundle } from '../convert/event-to-bundle.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { RawRow } from '../mapping/table.ts'
import type { MispRecord } from '../misp/types.ts'
import type { StixObject } from '../stix/types.ts'
import type { NamedRow } from './mapping-tables.ts'

/** The STIX that a row's example becomes, one object a line under a heading; empty where the row has no example. */
export function exampleText(mappings: Mappings, { kind, name, row }: NamedRow): string {
  const examples = row.variants === undefined ? [row.example] : row.variants.map(({ example }) => example)
  const texts = examples.map((example) => {
    if (example === undefined || kind === 'galaxy') return ''
    const feed = kind === 'attribute' ? attributeOf(mappings, name, example) : objectOf(mappings, name, row, example)
    return `# ${JSON.stringify(example)} becomes\n${objectsOf(mappings, kind, feed)
      .map((object) => `${JSON.stringify(object)}\n`)
      .join('')}`
  })
  return texts.join('')
}

function objectsOf(mappings: Mappings, kind: 'attribute' | 'object', record: MispRecord): StixObject[] {
  // Without what goes beside each element; a generic row has nothing but that
  for (const profile of ['portable', 'full'] as const) {
    const objects: StixObject[] = []
    const conversion = openBundle(
      mappings,
      { profile },
      (object) => objects.push(object),
      () => {},
    )
    const search = conversion.search()
    search[kind](record)
    search.end()
    conversion.end()
    const own = objects.filter(({ type }) => type !== 'extension-definition' && type !== 'identity')
    if (own.length > 0) return own
  }
  return []
}

function attributeOf(mappings: Mappings, type: string, value: unknown): MispRecord {
  const { category = 'Other', to_ids = false } = mappings.facts(type) ?? {}
  return { uuid: EXAMPLE_UUID, type, category, value, to_ids, timestamp: EXAMPLE_TIME }
}

function objectOf(mappings: Mappings, name: string, row: RawRow, example: unknown): MispRecord {
  const values = Object.entries(example as Record<string, unknown>).flatMap(([relation, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown) => ({ relation, value: one })),
  )
  const attributes = values.map(({ relation, value }, at) => ({
    ...attributeOf(mappings, row.relations?.[relation] ?? 'text', value),
    uuid: `${EXAMPLE_UUID.slice(0, -2)}${String(at + 10)}`,
    object_relation: relation,
  }))
  return {
    uuid: EXAMPLE_UUID,
    name,
    'meta-category': row['meta-category'],
    template_uuid: row.uuid,
    timestamp: EXAMPLE_TIME,
    Attribute: attributes,
  }
}

const EXAMPLE_UUID = '00000000-0000-4000-8000-000000000001'
const EXAMPLE_TIME = '1704067200'
