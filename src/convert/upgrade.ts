import { isRecord } from '../misp/types.ts'
import { scoId, uuidOf } from '../stix/id.ts'
import { MODEL } from '../stix/model.ts'
import { ownFields } from '../stix/own-fields.ts'
import type { ComparisonExpression, ObservationExpression, Path, Pattern, Span } from '../stix/pattern/ast.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { formatTimestamp, parseTime } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { labelsOf, mispLabels } from './labels.ts'

/** Properties that STIX 2.1 renamed, by object type (STIX 2.1 Appendix "Changes from 2.0", object by object). */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = ownFields({
  process: ownFields({ created: 'created_time', binary_ref: 'image_ref' }),
  'windows-registry-key': ownFields({ modified: 'modified_time' }),
  directory: ownFields({ created: 'ctime', modified: 'mtime', accessed: 'atime' }),
  file: ownFields({ created: 'ctime', modified: 'mtime', accessed: 'atime' }),
  'user-account': ownFields({ password_last_changed: 'credential_last_changed' }),
})

/**
 * The STIX 2.1 form of an object, with the observables that a 2.0 Observed Data held inside. A 2.1 object comes back as it is.
 * Deterministic: observables get the ids that 2.1 gives them. The custom objects by which misp-stix wrote what only 2.1 has
 * (event reports, analyst data, false positives) become notes and opinions; those of MISP before misp-stix become its successors.
 */
export function upgrade(source: StixObject): StixObject[] {
  const object = withCurrentLabels(source)
  const inner = object['objects']
  if (object.type === 'observed-data' && isRecord(inner) && object['object_refs'] === undefined)
    return upgradeObserved(object, inner)
  if (object.type.startsWith('x-misp-')) return [upgradeCustom(object)]
  if (object['spec_version'] === '2.1' || object['created'] === undefined) return [object]
  return [upgradeDomainObject(object)]
}

function upgradeDomainObject(object: StixObject): StixObject {
  const upgraded: StixObject = { ...object, spec_version: '2.1' }
  if (object.type === 'indicator' && upgraded['pattern_type'] === undefined) upgraded['pattern_type'] = 'stix'
  if (object.type === 'indicator' && upgraded['pattern_type'] === 'stix' && typeof object['pattern'] === 'string')
    upgraded['pattern'] = upgradePattern(object['pattern'])
  if (object.type === 'malware' && upgraded['is_family'] === undefined) upgraded['is_family'] = false
  return upgraded
}

function upgradeObserved(object: StixObject, inner: Record<string, unknown>): StixObject[] {
  const made = new Map<string, StixObject>()
  const keys = Object.keys(inner).filter((key) => isRecord(inner[key]) && typeof (inner[key] as StixObject).type === 'string')
  for (const key of keys) upgradeObservable(key, inner, made, new Set())
  const { objects: _objects, ...rest } = object
  const refs = [...new Set([...made.values()].map(({ id }) => id))]
  return [{ ...rest, spec_version: '2.1', object_refs: refs }, ...made.values()]
}

/** Upgrades one observable, those that it points at first: its id may depend on theirs. */
function upgradeObservable(
  key: string,
  inner: Record<string, unknown>,
  made: Map<string, StixObject>,
  open: Set<string>,
): StixObject | undefined {
  const known = made.get(key)
  const source = Object.hasOwn(inner, key) ? inner[key] : undefined
  if (known !== undefined || !isRecord(source) || typeof source['type'] !== 'string' || open.has(key)) return known
  open.add(key)
  const { type, id: _id, spec_version: _version, ...content } = source
  const object: StixObject = { type, spec_version: '2.1', id: '' }
  for (const [name, value] of Object.entries(content)) {
    const now = RENAMED[type]?.[name] ?? name
    object[now] = relink(now, value, (ref) => upgradeObservable(ref, inner, made, open)?.id)
  }
  object.id = scoId(object)
  open.delete(key)
  made.set(key, object)
  return object
}

/** Replaces keys of the old container by ids wherever a reference stands. */
function relink(name: string, value: unknown, idOf: (key: string) => string | undefined): unknown {
  if (name.endsWith('_ref') && typeof value === 'string') return idOf(value) ?? value
  if (name.endsWith('_refs') && Array.isArray(value))
    return value.map((each) => (typeof each === 'string' ? (idOf(each) ?? each) : each))
  if (Array.isArray(value)) return value.map((each) => (isRecord(each) ? relinkAll(each, idOf) : each))
  return isRecord(value) ? relinkAll(value, idOf) : value
}

function relinkAll(record: Record<string, unknown>, idOf: (key: string) => string | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, relink(name, value, idOf)]))
}

const OPINION_WORDS = ['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree']

function upgradeCustom(object: StixObject): StixObject {
  const { type, id, object_ref: ref, labels: _labels, ...rest } = object
  const uuid = uuidOf(id)
  const refs = ref === undefined ? object['object_refs'] : [ref]
  const shared = { ...rest, spec_version: '2.1', ...(refs !== undefined && { object_refs: refs }) }
  const authors = object['x_misp_author'] === undefined ? {} : { authors: [object['x_misp_author']] }
  switch (type) {
    case 'x-misp-event-report':
      return {
        type: 'note',
        id: `note--${uuid}`,
        ...shared,
        ...present({ abstract: object['x_misp_name'], content: object['x_misp_content'] }),
        labels: [...labelsOf(object), 'misp:data-layer="Event Report"'],
      }
    case 'x-misp-event-note':
      return {
        type: 'note',
        id: `note--${uuid}`,
        ...shared,
        ...present({ content: object['x_misp_event_note'] }),
        labels: [...labelsOf(object), 'misp:data-layer="Empty Event"'],
      }
    case 'x-misp-analyst-note':
      return {
        type: 'note',
        id: `note--${uuid}`,
        ...shared,
        ...authors,
        ...present({ content: object['x_misp_note'], lang: object['x_misp_language'] }),
        labels: [...labelsOf(object), 'misp:context-layer="Analyst Note"'],
      }
    case 'x-misp-analyst-opinion': {
      const word = OPINION_WORDS[Math.min(4, Math.max(0, Math.ceil(Number(object['x_misp_opinion']) / 20) - 1))]
      return {
        type: 'opinion',
        id: `opinion--${uuid}`,
        ...shared,
        ...authors,
        ...present({ explanation: object['x_misp_comment'] }),
        opinion: word ?? 'neutral',
        labels: [...labelsOf(object), 'misp:context-layer="Analyst Opinion"'],
      }
    }
    case 'x-misp-opinion': {
      const { x_misp_opinion: word, ...others } = shared as Record<string, unknown>
      return {
        type: 'opinion',
        id: `opinion--${uuid}`,
        ...others,
        ...authors,
        ...present({ explanation: object['x_misp_explanation'], opinion: word }),
        ...(labelsOf(object).length > 0 && { labels: labelsOf(object) }),
      }
    }
    default:
      return type.startsWith('x-misp-object-') ? upgradeLegacy(object, uuid) : object
  }
}

/** Without what is not there. */
function present(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

/** Before misp-stix, MISP had one custom type for each attribute type and object template. */
function upgradeLegacy(object: StixObject, uuid: string): StixObject {
  const { type, id: _id, x_misp_values: values, x_misp_timestamp: time, ...rest } = object
  const moment = typeof time === 'string' ? parseTime(time.replace(' ', 'T')) : undefined
  const modified = moment === undefined ? {} : { created: formatTimestamp(moment), modified: formatTimestamp(moment) }
  const labels = mispLabels(object)
  const own = { spec_version: '2.1', ...modified, ...rest }
  const named = type.slice('x-misp-object-'.length)
  if (!isRecord(values))
    return { type: 'x-misp-attribute', id: `x-misp-attribute--${uuid}`, ...own, x_misp_type: labels.type ?? named }
  return {
    type: 'x-misp-object',
    id: `x-misp-object--${uuid}`,
    ...own,
    x_misp_name: labels.name ?? named,
    ...present({ x_misp_meta_category: object['x_misp_category'] ?? labels['meta-category'] }),
    x_misp_attributes: Object.entries(values).flatMap(([key, value]) => legacyAttributes(key, value)),
  }
}

/** `<type>_<relation>`, with one value or several. */
function legacyAttributes(key: string, value: unknown): Record<string, unknown>[] {
  const [type = '', ...relation] = key.replaceAll('_DOT_', '.').split('_')
  return [value].flat().map((each) => ({ type, object_relation: relation.join('_') || type, value: each }))
}

/** Before misp-stix, objects had the labels of attributes, and one that said that they are objects. */
function withCurrentLabels(object: StixObject): StixObject {
  const { labels: all } = object
  if (!Array.isArray(all) || !all.includes('from_object')) return object
  const labels = labelsOf(object)
  const renamed = labels.map((label) =>
    label.replace(/^misp:type=/, 'misp:name=').replace(/^misp:category=/, 'misp:meta-category='),
  )
  return { ...object, labels: renamed.filter((label) => label !== 'from_object') }
}

/** The pattern with the names that 2.1 gives to properties of observables; whatever else it says stays as it is. */
function upgradePattern(text: string): string {
  let pattern: Pattern
  try {
    pattern = parsePattern(text, { version: '2.0' })
  } catch {
    return text
  }
  let upgraded = text
  for (const { start, end, name } of renamesIn(pattern).sort((a, b) => b.start - a.start))
    upgraded = upgraded.slice(0, start) + name + upgraded.slice(end)
  return upgraded
}

interface Rename extends Span {
  name: string
}

function renamesIn(node: ObservationExpression | ComparisonExpression): Rename[] {
  if (node.kind === 'comparison' || node.kind === 'exists') return renamesOf(node.path)
  if (node.kind === 'observation' || node.kind === 'qualified') return renamesIn(node.expression)
  const operands: readonly (ObservationExpression | ComparisonExpression)[] = node.operands
  return operands.flatMap(renamesIn)
}

function renamesOf(path: Path): Rename[] {
  const found: Rename[] = []
  let { type } = path
  for (const step of path.steps) {
    if (step.kind !== 'property') continue
    const name = RENAMED[type]?.[step.name]
    if (name !== undefined) found.push({ ...step.span, name })
    const [target, ...more] = MODEL[type]?.properties[name ?? step.name]?.targets ?? []
    type = more.length === 0 && target !== undefined ? target : ''
  }
  return found
}
