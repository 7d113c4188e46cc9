/**
 * The STIX 2.1 object model as one table: STIX Version 2.1, Errata 01, sections 2 (data types), 3.2 (common properties),
 * 4 (SDO), 5 (SRO), 6 (SCO with the predefined extensions), 7 (meta objects), 8 (bundle). Keys stand in the order of the text.
 *
 * In four places the text of the errata contradicts its own change log and the OASIS schemas; the table follows the schemas:
 * `grouping.name` is optional, `malware.is_family` is required, `sighting.summary` is a boolean, and the window title of
 * `windows-process-ext` is `window_title`. The reserved `course-of-action.action` is left out: it must not be used.
 *
 * The tables are kept from the formatter, so that a type fits on a screen.
 */
import { ownFields } from './own-fields.ts'
import {
  anyOf,
  boolean,
  dictionary,
  float,
  hashes,
  hex,
  integer,
  list,
  must,
  object,
  ref,
  refs,
  string,
  timestamp,
  word,
} from './property.ts'
import type { Properties, Property } from './property.ts'

export type { Properties, Property } from './property.ts'

export interface ObjectModel {
  readonly group: 'sdo' | 'sro' | 'sco' | 'meta'
  /** What this type has beyond the common properties of its group; a key of the same name takes the place of the common one. */
  readonly properties: Properties
  /** Of each inner list at least one property. */
  readonly atLeastOne?: readonly (readonly string[])[]
  /** SCO: the properties that its UUIDv5 is made of (section 2.9). Absent: no deterministic id (`process`). */
  readonly contributing?: readonly string[]
}

const strings = list(string)
const killChainPhases = list({ kind: 'kill-chain-phase' })

// --- data types with fields of their own (sections 2.5, 2.11, 7.2.3) ---

/** The structures behind the kinds of the same name. */
export const STRUCTURES: Readonly<Record<'external-reference' | 'kill-chain-phase' | 'granular-marking', Property>> = freeze({
  'external-reference': object({ source_name: must(string), description: string, url: string, hashes, external_id: string }, [
    ['description', 'url', 'external_id'],
  ]),
  'kill-chain-phase': object({ kill_chain_name: must(string), phase_name: must(string) }),
  'granular-marking': object({ lang: string, marking_ref: ref('marking-definition'), selectors: must(strings) }, [
    ['lang', 'marking_ref'],
  ]),
})

// --- common properties (section 3.2) ---

const specVersion: Property = { kind: 'enum', words: ['2.1'] }
const createdBy = ref('identity')
const confidence = integer(0, 100)
const anyExtensions = dictionary({ kind: 'object' })

const everywhere = {
  type: must(string),
  id: must({ kind: 'identifier' }),
  object_marking_refs: refs('marking-definition'),
  granular_markings: list({ kind: 'granular-marking' }),
} satisfies Properties

const versioned = {
  ...everywhere,
  spec_version: must(specVersion),
  created_by_ref: createdBy,
  created: must(timestamp),
  modified: must(timestamp),
  revoked: boolean,
  labels: strings,
  confidence,
  lang: string,
  external_references: list({ kind: 'external-reference' }),
  extensions: anyExtensions,
} satisfies Properties

/** The common properties of each group. Those that only some of the meta objects have stand with these, in `MODEL`. */
export const COMMON: Readonly<Record<ObjectModel['group'], Properties>> = freeze({
  sdo: versioned,
  sro: versioned,
  sco: { ...everywhere, spec_version: specVersion, defanged: boolean, extensions: anyExtensions },
  meta: {
    ...everywhere,
    spec_version: must(specVersion),
    created_by_ref: createdBy,
    created: must(timestamp),
    external_references: list({ kind: 'external-reference' }),
  },
})

/** The bundle is not a STIX object: it has none of the common properties (section 8). */
export const BUNDLE: Properties = freeze({
  type: must(string),
  id: must({ kind: 'identifier' }),
  objects: list({ kind: 'object' }),
})

// --- domain objects (section 4) ---

// oxfmt-ignore
const domainObjects = {
  'attack-pattern': sdo({ name: must(string), description: string, aliases: strings, kill_chain_phases: killChainPhases }),
  campaign: sdo({
    name: must(string), description: string, aliases: strings, first_seen: timestamp, last_seen: timestamp, objective: string,
  }),
  'course-of-action': sdo({ name: must(string), description: string }),
  grouping: sdo({ name: string, description: string, context: must(word('grouping-context-ov')), object_refs: must(refs('any')) }),
  identity: sdo({
    name: must(string), description: string, roles: strings, identity_class: word('identity-class-ov'),
    sectors: list(word('industry-sector-ov')), contact_information: string,
  }),
  incident: sdo({ name: must(string), description: string }),
  indicator: sdo({
    name: string, description: string, indicator_types: list(word('indicator-type-ov')), pattern: must(string),
    pattern_type: must(word('pattern-type-ov')), pattern_version: string, valid_from: must(timestamp), valid_until: timestamp,
    kill_chain_phases: killChainPhases,
  }),
  infrastructure: sdo({
    name: must(string), description: string, infrastructure_types: list(word('infrastructure-type-ov')), aliases: strings,
    kill_chain_phases: killChainPhases, first_seen: timestamp, last_seen: timestamp,
  }),
  'intrusion-set': sdo({
    name: must(string), description: string, aliases: strings, first_seen: timestamp, last_seen: timestamp, goals: strings,
    resource_level: word('attack-resource-level-ov'), primary_motivation: word('attack-motivation-ov'),
    secondary_motivations: list(word('attack-motivation-ov')),
  }),
  // latitude and longitude only together (4.10.1), so one of them stands for both.
  location: sdo({
    name: string, description: string, latitude: float(-90, 90), longitude: float(-180, 180), precision: float(),
    region: word('region-ov'), country: string, administrative_area: string, city: string, street_address: string,
    postal_code: string,
  }, ['region', 'country', 'latitude']),
  malware: sdo({
    name: string, description: string, malware_types: list(word('malware-type-ov')), is_family: must(boolean), aliases: strings,
    kill_chain_phases: killChainPhases, first_seen: timestamp, last_seen: timestamp, operating_system_refs: refs('software'),
    architecture_execution_envs: list(word('processor-architecture-ov')),
    implementation_languages: list(word('implementation-language-ov')), capabilities: list(word('malware-capabilities-ov')),
    sample_refs: refs('file', 'artifact'),
  }),
  'malware-analysis': sdo({
    product: must(string), version: string, host_vm_ref: ref('software'), operating_system_ref: ref('software'),
    installed_software_refs: refs('software'), configuration_version: string, modules: strings, analysis_engine_version: string,
    analysis_definition_version: string, submitted: timestamp, analysis_started: timestamp, analysis_ended: timestamp,
    result_name: string, result: word('malware-result-ov'), analysis_sco_refs: refs('sco'),
    sample_ref: ref('file', 'artifact', 'network-traffic'),
  }, ['result', 'analysis_sco_refs']),
  note: sdo({ abstract: string, content: must(string), authors: strings, object_refs: must(refs('any')) }),
  'observed-data': sdo({
    first_observed: must(timestamp), last_observed: must(timestamp), number_observed: must(integer(1, 999_999_999)),
    objects: dictionary({ kind: 'object' }), object_refs: refs('sco', 'sro'),
  }, ['objects', 'object_refs']),
  opinion: sdo({ explanation: string, authors: strings, opinion: must(word('opinion-enum')), object_refs: must(refs('any')) }),
  report: sdo({
    name: must(string), description: string, report_types: list(word('report-type-ov')), published: must(timestamp),
    object_refs: must(refs('any')),
  }),
  'threat-actor': sdo({
    name: must(string), description: string, threat_actor_types: list(word('threat-actor-type-ov')), aliases: strings,
    first_seen: timestamp, last_seen: timestamp, roles: list(word('threat-actor-role-ov')), goals: strings,
    sophistication: word('threat-actor-sophistication-ov'), resource_level: word('attack-resource-level-ov'),
    primary_motivation: word('attack-motivation-ov'), secondary_motivations: list(word('attack-motivation-ov')),
    personal_motivations: list(word('attack-motivation-ov')),
  }),
  tool: sdo({
    name: must(string), description: string, tool_types: list(word('tool-type-ov')), aliases: strings,
    kill_chain_phases: killChainPhases, tool_version: string,
  }),
  vulnerability: sdo({ name: must(string), description: string }),
}

// --- relationship objects (section 5) ---

// oxfmt-ignore
const relationshipObjects: Record<string, ObjectModel> = {
  relationship: {
    group: 'sro',
    properties: {
      relationship_type: must(string), description: string, source_ref: must(ref('sdo', 'sco')), target_ref: must(ref('sdo', 'sco')),
      start_time: timestamp, stop_time: timestamp,
    },
  },
  sighting: {
    group: 'sro',
    properties: {
      description: string, first_seen: timestamp, last_seen: timestamp, count: integer(0, 999_999_999),
      sighting_of_ref: must(ref('sdo')), observed_data_refs: refs('observed-data'),
      where_sighted_refs: refs('identity', 'location'), summary: boolean,
    },
  },
}

// --- cyber-observable objects (section 6) ---

const ipAddress = sco(['value'], {
  value: must(string),
  resolves_to_refs: refs('mac-addr'),
  belongs_to_refs: refs('autonomous-system'),
})
const endpoint = ref('ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name')
const headerFields = dictionary(list(string))
const numberOrText = dictionary({ kind: 'string', or: 'integer' })

const mimePart = object(
  { body: string, body_raw_ref: ref('artifact', 'file'), content_type: string, content_disposition: string },
  [['body', 'body_raw_ref']],
)

// oxfmt-ignore
const peOptionalHeader = anyOf({
  magic_hex: hex, major_linker_version: integer(), minor_linker_version: integer(), size_of_code: integer(0),
  size_of_initialized_data: integer(0), size_of_uninitialized_data: integer(0), address_of_entry_point: integer(),
  base_of_code: integer(), base_of_data: integer(), image_base: integer(), section_alignment: integer(), file_alignment: integer(),
  major_os_version: integer(), minor_os_version: integer(), major_image_version: integer(), minor_image_version: integer(),
  major_subsystem_version: integer(), minor_subsystem_version: integer(), win32_version_value_hex: hex, size_of_image: integer(0),
  size_of_headers: integer(0), checksum_hex: hex, subsystem_hex: hex, dll_characteristics_hex: hex,
  size_of_stack_reserve: integer(0), size_of_stack_commit: integer(0), size_of_heap_reserve: integer(0),
  size_of_heap_commit: integer(0), loader_flags_hex: hex, number_of_rva_and_sizes: integer(), hashes,
})

const peSection = object({ name: must(string), size: integer(0), entropy: float(), hashes })

// oxfmt-ignore
const peBinaryFields = {
  imphash: string, machine_hex: hex, number_of_sections: integer(0), time_date_stamp: timestamp, pointer_to_symbol_table_hex: hex,
  number_of_symbols: integer(0), size_of_optional_header: integer(0), characteristics_hex: hex, file_header_hashes: hashes,
  optional_header: peOptionalHeader, sections: list(peSection),
}

// oxfmt-ignore
const fileExtensions = extensions({
  'archive-ext': object({ contains_refs: must(refs('file', 'directory')), comment: string }),
  'ntfs-ext': anyOf({ sid: string, alternate_data_streams: list(object({ name: must(string), hashes, size: integer(0) })) }),
  'pdf-ext': anyOf({ version: string, is_optimized: boolean, document_info_dict: dictionary(string), pdfid0: string, pdfid1: string }),
  'raster-image-ext': anyOf({ image_height: integer(), image_width: integer(), bits_per_pixel: integer(), exif_tags: numberOrText }),
  'windows-pebinary-ext': object({ pe_type: must(word('windows-pebinary-type-ov')), ...peBinaryFields }, [Object.keys(peBinaryFields)]),
})

// oxfmt-ignore
const networkExtensions = extensions({
  'http-request-ext': object({
    request_method: must(string), request_value: must(string), request_version: string, request_header: headerFields,
    message_body_length: integer(), message_body_data_ref: ref('artifact'),
  }),
  'icmp-ext': object({ icmp_type_hex: must(hex), icmp_code_hex: must(hex) }),
  'socket-ext': object({
    address_family: must(word('network-socket-address-family-enum')), is_blocking: boolean, is_listening: boolean,
    options: dictionary(integer()), socket_type: word('network-socket-type-enum'), socket_descriptor: integer(), socket_handle: integer(),
  }),
  'tcp-ext': anyOf({ src_flags_hex: hex, dst_flags_hex: hex }),
})

// oxfmt-ignore
const processExtensions = extensions({
  'windows-process-ext': anyOf({
    aslr_enabled: boolean, dep_enabled: boolean, priority: string, owner_sid: string, window_title: string,
    startup_info: dictionary(), integrity_level: word('windows-integrity-level-enum'),
  }),
  'windows-service-ext': anyOf({
    service_name: string, descriptions: strings, display_name: string, group_name: string,
    start_type: word('windows-service-start-type-enum'), service_dll_refs: refs('file'),
    service_type: word('windows-service-type-enum'), service_status: word('windows-service-status-enum'),
  }),
})

// oxfmt-ignore
const x509Extensions = anyOf({
  basic_constraints: string, name_constraints: string, policy_constraints: string, key_usage: string, extended_key_usage: string,
  subject_key_identifier: string, authority_key_identifier: string, subject_alternative_name: string,
  issuer_alternative_name: string, subject_directory_attributes: string, crl_distribution_points: string,
  inhibit_any_policy: string, private_key_usage_period_not_before: timestamp, private_key_usage_period_not_after: timestamp,
  certificate_policies: string, policy_mappings: string,
})

// oxfmt-ignore
const observableObjects = {
  artifact: sco(['hashes', 'payload_bin'], {
    mime_type: string, payload_bin: { kind: 'binary' }, url: string, hashes, encryption_algorithm: word('encryption-algorithm-enum'),
    decryption_key: string,
  }, ['payload_bin', 'url']),
  'autonomous-system': sco(['number'], { number: must(integer()), name: string, rir: string }),
  directory: sco(['path'], {
    path: must(string), path_enc: string, ctime: timestamp, mtime: timestamp, atime: timestamp, contains_refs: refs('file', 'directory'),
  }),
  'domain-name': sco(['value'], { value: must(string), resolves_to_refs: refs('ipv4-addr', 'ipv6-addr', 'domain-name') }),
  'email-addr': sco(['value'], { value: must(string), display_name: string, belongs_to_ref: ref('user-account') }),
  'email-message': sco(['from_ref', 'subject', 'body'], {
    is_multipart: must(boolean), date: timestamp, content_type: string, from_ref: ref('email-addr'), sender_ref: ref('email-addr'),
    to_refs: refs('email-addr'), cc_refs: refs('email-addr'), bcc_refs: refs('email-addr'), message_id: string, subject: string,
    received_lines: strings, additional_header_fields: headerFields, body: string, body_multipart: list(mimePart),
    raw_email_ref: ref('artifact'),
  }),
  file: sco(['hashes', 'name', 'extensions', 'parent_directory_ref'], {
    extensions: fileExtensions, hashes, size: integer(0), name: string, name_enc: string, magic_number_hex: hex, mime_type: string,
    ctime: timestamp, mtime: timestamp, atime: timestamp, parent_directory_ref: ref('directory'), contains_refs: refs('sco'),
    content_ref: ref('artifact'),
  }, ['hashes', 'name']),
  'ipv4-addr': ipAddress,
  'ipv6-addr': ipAddress,
  'mac-addr': sco(['value'], { value: must(string) }),
  mutex: sco(['name'], { name: must(string) }),
  'network-traffic': sco(['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'], {
    extensions: networkExtensions, start: timestamp, end: timestamp, is_active: boolean, src_ref: endpoint, dst_ref: endpoint,
    src_port: integer(0, 65535), dst_port: integer(0, 65535), protocols: must(strings), src_byte_count: integer(),
    dst_byte_count: integer(), src_packets: integer(), dst_packets: integer(), ipfix: numberOrText,
    src_payload_ref: ref('artifact'), dst_payload_ref: ref('artifact'), encapsulates_refs: refs('network-traffic'),
    encapsulated_by_ref: ref('network-traffic'),
  }, ['src_ref', 'dst_ref']),
  process: anyOfSco([], {
    extensions: processExtensions, is_hidden: boolean, pid: integer(), created_time: timestamp, cwd: string, command_line: string,
    environment_variables: dictionary(string), opened_connection_refs: refs('network-traffic'), creator_user_ref: ref('user-account'),
    image_ref: ref('file'), parent_ref: ref('process'), child_refs: refs('process'),
  }),
  software: sco(['name', 'cpe', 'swid', 'vendor', 'version'], {
    name: must(string), cpe: string, swid: string, languages: strings, vendor: string, version: string,
  }),
  url: sco(['value'], { value: must(string) }),
  'user-account': anyOfSco(['account_type', 'user_id', 'account_login'], {
    extensions: extensions({ 'unix-account-ext': anyOf({ gid: integer(), groups: strings, home_dir: string, shell: string }) }),
    user_id: string, credential: string, account_login: string, account_type: word('account-type-ov'), display_name: string,
    is_service_account: boolean, is_privileged: boolean, can_escalate_privs: boolean, is_disabled: boolean,
    account_created: timestamp, account_expires: timestamp, credential_last_changed: timestamp, account_first_login: timestamp,
    account_last_login: timestamp,
  }),
  'windows-registry-key': anyOfSco(['key', 'values'], {
    key: string, values: list(anyOf({ name: string, data: string, data_type: word('windows-registry-datatype-enum') })),
    modified_time: timestamp, creator_user_ref: ref('user-account'), number_of_subkeys: integer(),
  }),
  'x509-certificate': anyOfSco(['hashes', 'serial_number'], {
    is_self_signed: boolean, hashes, version: string, serial_number: string, signature_algorithm: string, issuer: string,
    validity_not_before: timestamp, validity_not_after: timestamp, subject: string, subject_public_key_algorithm: string,
    subject_public_key_modulus: string, subject_public_key_exponent: integer(), x509_v3_extensions: x509Extensions,
  }),
}

// --- meta objects (section 7) ---

// oxfmt-ignore
const metaObjects: Record<string, ObjectModel> = {
  'language-content': {
    group: 'meta',
    properties: {
      modified: must(timestamp), revoked: boolean, labels: strings, confidence, extensions: anyExtensions,
      object_ref: must(ref('any')), object_modified: timestamp, contents: must(dictionary(dictionary())),
    },
  },
  // `definition` and its type are deprecated, but required where no extension takes their place (7.2.1).
  'marking-definition': {
    group: 'meta',
    properties: {
      extensions: anyExtensions, name: string, definition_type: { kind: 'vocabulary', words: ['statement', 'tlp'] },
      definition: object({ statement: string, tlp: string }, [['statement', 'tlp']]),
    },
    atLeastOne: [['definition_type', 'extensions'], ['definition', 'extensions']],
  },
  'extension-definition': {
    group: 'meta',
    properties: {
      created_by_ref: must(createdBy), modified: must(timestamp), revoked: boolean, labels: strings, name: must(string),
      description: string, schema: must(string), version: must(string), extension_types: must(list(word('extension-type-enum'))),
      extension_properties: strings,
    },
  },
}

/** Every STIX object type: 19 SDO, 2 SRO, 18 SCO, 3 meta objects. */
export const MODEL: Readonly<Record<string, ObjectModel>> = freeze(
  ownFields({ ...domainObjects, ...relationshipObjects, ...observableObjects, ...metaObjects }),
)

// --- words of the table ---

/** The predefined extensions of a type. Beside them stand extensions of others, under the id of their definition. */
function extensions(fields: Properties): Property {
  return object(fields)
}

function sdo(properties: Properties, ...atLeastOne: string[][]): ObjectModel {
  return { group: 'sdo', properties, ...(atLeastOne.length > 0 && { atLeastOne }) }
}

/** Is this the type of a cyber-observable object (section 6)? */
export function isObservableType(type: string): boolean {
  return MODEL[type]?.group === 'sco'
}

function sco(contributing: string[], properties: Properties, ...atLeastOne: string[][]): ObjectModel {
  return {
    group: 'sco',
    properties,
    ...(contributing.length > 0 && { contributing }),
    ...(atLeastOne.length > 0 && { atLeastOne }),
  }
}

/** An SCO of which at least one property of its own, whichever, must be there. */
function anyOfSco(contributing: string[], properties: Properties): ObjectModel {
  return sco(contributing, properties, Object.keys(properties))
}

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
  return Object.freeze(value)
}
