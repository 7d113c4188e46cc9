import type { Field } from '../misp/field.ts'
import { KIND_NAMES, MISP_MODEL } from '../misp/model.ts'
import type { MispKind } from '../misp/model.ts'
import { isRecord } from '../misp/types.ts'
import type { Fault } from './faults.ts'
import { stepsOf } from './pointer.ts'
import { shown } from './shown.ts'

/** A fault of a schema, told in words. */
export interface MispExplained {
  code: string
  path: string
  message: string
}

/** Tells what the schema of a kind of record has against a record. `strict`: the schema of what MISP writes. */
export function* explainMisp(
  kind: MispKind,
  record: unknown,
  faults: readonly Fault[],
  strict: boolean,
): Generator<MispExplained> {
  for (const fault of faults) {
    const explained = explainOne(kind, record, fault, strict)
    if (explained !== undefined) yield explained
  }
}

function explainOne(kind: MispKind, record: unknown, fault: Fault, strict: boolean): MispExplained | undefined {
  const { instancePath: path, keyword, params } = fault
  if (keyword === 'required') return missing(kind, String(params['missingProperty']))
  const [key = ''] = stepsOf(path)
  const field = MISP_MODEL[kind][key]
  const value = isRecord(record) ? record[key] : undefined
  if (field === undefined) return undefined
  if (keyword === 'type' && value === null && field.needed === 'read') return missing(kind, key)
  if (keyword === 'maxLength')
    return {
      code: 'text-too-long',
      path,
      message: `${key} has more characters than the ${String(params['limit'])} that MISP's column takes`,
    }
  const code = keyword === 'type' ? typeCode(field, value) : (CODES[field.kind] ?? field.code ?? 'field-type')
  return { code, path, message: `${key} is ${wanted(field, strict)}, not ${shown(value)}` }
}

function missing(kind: MispKind, key: string): MispExplained {
  const by = MISP_MODEL[kind][key]?.needed === 'read' ? 'MISP takes no' : 'MISP writes no'
  return { code: 'missing-field', path: '', message: `${key} is missing: ${by} ${KIND_NAMES[kind]} without it` }
}

/** What is a number or a word where a choice is wanted breaks the rule of that choice. */
function typeCode({ kind, code }: Field, value: unknown): string {
  return kind === 'choice' && code !== undefined && (typeof value === 'number' || typeof value === 'string') ? code : 'field-type'
}

const CODES: Readonly<Partial<Record<Field['kind'], string>>> = {
  flag: 'field-type',
  number: 'number-form',
  seconds: 'number-form',
  uuid: 'uuid-form',
  day: 'date-form',
  time: 'seen-form',
  moment: 'seen-form',
  colour: 'tag-colour',
}

/** What a field may be, in words. */
function wanted(field: Field, strict: boolean): string {
  const digits = strict ? 'a text of digits' : 'a whole number'
  switch (field.kind) {
    case 'anything':
      return 'anything'
    case 'text':
      return 'a text'
    case 'flag':
      return 'true or false'
    case 'number':
      return digits
    case 'seconds':
      return `${digits}, the seconds since 1970`
    case 'choice':
      return choices(field, strict)
    case 'word':
      return `one of ${(field.words ?? []).join(', ')}`
    case 'uuid':
      return `a UUID${strict ? ' in small letters' : ''}, such as f431f809-377b-45e0-aa1c-6a4751cae5ff`
    case 'day':
      return 'a day, such as 2026-03-04'
    case 'time':
      return 'a time, such as 2026-03-04T05:06:07.000000+00:00'
    case 'moment':
      return 'a time, such as 2026-03-04 05:06:07'
    case 'colour':
      return '# and six hexadecimal digits, such as #1DA1F2'
    case 'record':
      return `an object: ${KIND_NAMES[field.of ?? 'event']}`
    case 'records':
  }
  return `a list: ${KIND_NAMES[field.of ?? 'event']} by ${KIND_NAMES[field.of ?? 'event']}`
}

function choices({ minimum = 0, meanings = [] }: Field, strict: boolean): string {
  const named = meanings.map((meaning, at) => `${strict ? `"${minimum + at}"` : minimum + at} (${meaning})`)
  return `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`
}
