import type { StixObject } from '../../stix/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Resolve } from '../../mapping/binding.ts'
import type { Row } from '../../mapping/row.ts'
import type { Assembly } from '../assembly.ts'
import { factsOf, readPieces } from '../object-pieces.ts'
import { isAccepted } from '../../misp/accepted.ts'
import { emptyObject } from '../template.ts'
import { asText } from '../text.ts'

/**
 * An object of a template as a foreign object reads by one of its rows: what the template has a relation for, and nothing for
 * detection. `undefined` when that is nothing.
 */
export function readTemplate({ context }: Assembly, object: StixObject, row: Row, resolve: Resolve): MispRecord | undefined {
  const { mappings } = context
  const { pieces } = readPieces(mappings, row, { objects: [object], resolve })
  const seen = new Set<string>()
  const attributes = pieces.flatMap((piece) =>
    piece.attributes.flatMap(({ record }) => {
      const relation = asText(record['object_relation'])
      const key = `${relation}\0${asText(record['value'])}`
      const type = row.relations.get(relation)
      // MISP drops an attribute that says nothing
      if (type === undefined || seen.has(key) || (record['data'] === undefined && !isAccepted(type, asText(record['value']))))
        return []
      seen.add(key)
      return [
        {
          ...factsOf(mappings, row, relation, asText(record['value'])),
          ...(record['data'] !== undefined && { data: record['data'] }),
        },
      ]
    }),
  )
  return attributes.length === 0 ? undefined : { ...emptyObject(row), Attribute: attributes }
}
