import type { MispRecord } from '../../src/index.ts'
import { defaultMappings } from '../../src/mapping/default-mappings.ts'
import { variantsOf } from '../../src/mapping/mappings.ts'
import type { Row } from '../../src/mapping/row.ts'
import { uuid5 } from '../../src/stix/id.ts'

/** The tables that come with tipbridge. */
export const mappings = defaultMappings()

/** The `example:` of an attribute row. */
export interface AttributeExample {
  type: string
  row: Row
  value: string
}

/** The `example:` of one form of an object template. */
export interface ObjectExample {
  /** The template, and the how-many-eth form of it. */
  name: string
  template: string
  row: Row
  values: Readonly<Record<string, Value>>
}

/** A payload shows what MISP keeps beside its value. */
type Value = string | readonly string[] | { value: string; data: string }

/** One example for each of the types. */
export function attributeExamples(): AttributeExample[] {
  return Object.keys(mappings.tables.types).map((type) => {
    const row = mappings.attribute(type)
    if (row === undefined) throw new Error(`${type} has no row`)
    return { type, row, value: String(row.raw.example) }
  })
}

/** One example for each form of each template. */
export function objectExamples(): ObjectExample[] {
  return Object.entries(mappings.tables.objects).flatMap(([template, raw]) =>
    variantsOf(raw).map(({ example }, at) => ({
      name: `${template} ${at + 1}`,
      template,
      row: mappings.object(template)[at] as Row,
      values: (example ?? {}) as ObjectExample['values'],
    })),
  )
}

/** An attribute as a MISP server serves it. `name` settles its uuid. */
export function attribute(type: string, value: string, more: MispRecord = {}, name: string = type): MispRecord {
  return {
    uuid: uuid5(`attribute ${name}`),
    type,
    category: mappings.facts(type)?.category ?? 'Other',
    value,
    to_ids: false,
    comment: '',
    distribution: '5',
    disable_correlation: false,
    timestamp: '1740000000',
    ...more,
  }
}

/** The example of a template as a MISP object, all attributes with or without to_ids. */
export function exampleObject({ name, template, values, row }: ObjectExample, toIds: boolean, more: MispRecord = {}): MispRecord {
  const raw = mappings.tables.objects[template]
  const attributes = Object.entries(values).flatMap(([relation, value]) =>
    (Array.isArray(value) ? value : [value]).map((each: string | { value: string; data: string }, at) =>
      attribute(
        row.relations.get(relation) ?? 'text',
        typeof each === 'string' ? each : each.value,
        { object_relation: relation, to_ids: toIds, ...(typeof each !== 'string' && { data: each.data }) },
        `${name} ${relation} ${at}`,
      ),
    ),
  )
  return {
    uuid: uuid5(`object ${name}`),
    name: template,
    'meta-category': raw?.['meta-category'],
    description: 'As the template says',
    template_uuid: raw?.uuid,
    template_version: '3',
    timestamp: '1740000000',
    distribution: '5',
    comment: '',
    deleted: false,
    ObjectReference: [],
    Attribute: attributes,
    ...more,
  }
}

/** An event with nothing in it but what is given. */
export function eventWith(more: MispRecord): MispRecord {
  return {
    uuid: 'a4d6f2c8-51b0-4c7e-9c3d-0d2f6b8e1a35',
    info: 'An example',
    date: '2025-02-19',
    timestamp: '1740000100',
    publish_timestamp: '0',
    published: false,
    analysis: '1',
    threat_level_id: '2',
    distribution: '1',
    Orgc: { uuid: '5f1c0f9a-7f0e-4f7c-8f0b-6f0a3c1d2e4b', name: 'Harbour CERT' },
    ...more,
  }
}

/** An event around one attribute. */
export function eventAround(record: MispRecord): MispRecord {
  return eventWith({ Attribute: [record] })
}
