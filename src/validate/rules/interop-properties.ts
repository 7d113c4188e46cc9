import { COMMON, MODEL } from '../../stix/model.ts'
import type { Rule } from '../rule.ts'

/** What the profile demands of a type beyond the specification, under the names that the specification has. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'attack-pattern': ['external_references', 'kill_chain_phases'],
  indicator: ['name', 'indicator_types'],
  infrastructure: ['infrastructure_types'],
  'intrusion-set': ['resource_level', 'primary_motivation'],
  location: ['region'],
  'malware-analysis': ['version', 'submitted', 'analysis_started', 'analysis_ended', 'result'],
  malware: [
    'name',
    'malware_types',
    'first_seen',
    'last_seen',
    'architecture_execution_envs',
    'implementation_languages',
    'capabilities',
  ],
  'observed-data': ['object_refs'],
  report: ['report_types'],
  sighting: ['first_seen', 'last_seen', 'count'],
  'threat-actor': ['threat_actor_types', 'roles', 'sophistication', 'resource_level', 'primary_motivation'],
  tool: ['tool_types'],
  vulnerability: ['external_references'],
}

/** The types that may tell who made them, and hence must. */
const CREATED = Object.keys(MODEL).filter((type) => {
  const group = MODEL[type]?.group
  return group !== undefined && 'created_by_ref' in COMMON[group]
})

/** The interop profile leaves less open than the specification. */
export const INTEROP_PROPERTIES: Rule = {
  code: 'interop-properties',
  severity: 'error',
  clause: 'STIX 2.1 Interoperability, part 1',
  about:
    'Objects have created_by_ref and the properties that the interop profile demands of their type (asked with that profile).',
  advice: 'Add the property.',
  types: CREATED,
  object(object, speak, { interop }) {
    if (!interop) return
    const { type } = object
    if (object['created_by_ref'] === undefined && type !== 'marking-definition' && type !== 'extension-definition')
      speak('', 'created_by_ref is missing: in the interop profile each object tells who made it')
    for (const key of REQUIRED[type] ?? [])
      if (object[key] === undefined) speak('', `${key} is missing: in the interop profile each ${type} has one`)
  },
}
