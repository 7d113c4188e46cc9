/**
 * The records of a MISP event and of a feed, field by field. Sources: MISP core format draft-20 and what MISP 2.5 writes; lengths and
 * what is refused from its models and its database.
 */
import { ownFields } from '../stix/own-fields.ts'
import {
  MEDIUMTEXT,
  TEXT,
  anything,
  bytes,
  choice,
  colour,
  day,
  flag,
  moment,
  needed,
  number,
  orNull,
  record,
  records,
  seconds,
  text,
  time,
  upTo,
  uuid,
  word,
  written,
} from './field.ts'
import type { Field, Fields } from './field.ts'

/** The kinds of records. */
export type MispKind =
  | 'event'
  | 'attribute'
  | 'object'
  | 'object-reference'
  | 'tag'
  | 'galaxy'
  | 'galaxy-cluster'
  | 'sighting'
  | 'event-report'
  | 'note'
  | 'opinion'
  | 'relationship'
  | 'shadow-attribute'
  | 'organisation'
  | 'sharing-group'
  | 'sharing-group-organisation'
  | 'sharing-group-server'
  | 'manifest-entry'

const LEVELS = ['your organisation only', 'this community only', 'connected communities', 'all communities', 'sharing group']

const distribution = choice('distribution', 0, LEVELS)
const inheritable = choice('distribution', 0, [...LEVELS, 'inherit from the event'])
const threatLevel = choice('threat-level', 1, ['high', 'medium', 'low', 'undefined'])
const analysis = choice('analysis', 0, ['initial', 'ongoing', 'completed'])

/** What analyst data may be about (MISP's AnalystData model). */
const TARGETS =
  'Attribute Event EventReport GalaxyCluster Galaxy Object Note Opinion Relationship Organisation SharingGroup'.split(' ')

const name = needed(upTo(255))
const comment = bytes(TEXT)
const group: Field = orNull(number)
const org = record('organisation')

const sharing = { sharing_group_id: group, SharingGroup: record('sharing-group') }
const analystData = { Note: records('note'), Opinion: records('opinion'), Relationship: records('relationship') }

/** Notes, opinions and relationships. */
// oxfmt-ignore
const analyst = {
  id: number, uuid: written(uuid), object_uuid: uuid, object_type: word('analyst-target', TARGETS), authors: bytes(TEXT), org_uuid: uuid,
  orgc_uuid: uuid, created: moment, modified: moment, distribution: inheritable, locked: flag, note_type: number,
  note_type_name: text, Org: org, Orgc: org, _canEdit: flag, _max_depth_reached: flag, ...sharing, ...analystData,
}

/** Attributes and proposals. */
// oxfmt-ignore
const value = {
  id: number, event_id: number, type: needed(upTo(100)), category: upTo(255), value: written(bytes(TEXT)), value1: text, value2: text,
  to_ids: flag, uuid, timestamp: seconds, comment, disable_correlation: flag, first_seen: time, last_seen: time, data: text,
  deleted: flag, event_uuid: uuid, Event: anything, Galaxy: records('galaxy'),
}

// oxfmt-ignore
const MODEL: Readonly<Record<MispKind, Fields>> = {
  event: {
    id: number, orgc_id: number, org_id: number, user_id: number, date: written(day), threat_level_id: written(threatLevel),
    info: needed(bytes(TEXT)), published: written(flag), uuid: written(uuid), attribute_count: orNull(number), analysis: written(analysis),
    timestamp: written(seconds), distribution, proposal_email_lock: flag, locked: flag, publish_timestamp: seconds,
    sighting_timestamp: seconds, first_publication: seconds, disable_correlation: flag, extends_uuid: orNull(uuid),
    protected: orNull(flag), event_creator_email: text, Org: org, Orgc: org, Attribute: records('attribute'), Object: records('object'),
    ShadowAttribute: records('shadow-attribute'), RelatedEvent: anything, Galaxy: records('galaxy'), EventReport: records('event-report'),
    Tag: records('tag'), CryptographicKey: anything, Feed: anything, warnings: anything, ...sharing, ...analystData,
  },
  attribute: {
    ...value, category: written(upTo(255)), to_ids: written(flag), uuid: written(uuid), timestamp: written(seconds), object_id: number,
    distribution: inheritable, object_relation: orNull(upTo(255)), Tag: records('tag'), Sighting: records('sighting'),
    ShadowAttribute: records('shadow-attribute'), Object: anything, Feed: anything, Server: anything, RelatedAttribute: anything,
    warnings: anything, decay_score: anything, encrypt: flag, malware_filename: text, ...sharing, ...analystData,
  },
  object: {
    id: number, event_id: number, name, 'meta-category': written(upTo(255)), description: written(bytes(TEXT)), template_uuid: written(uuid),
    template_version: written(number), uuid: written(uuid), timestamp: written(seconds), distribution: inheritable, comment, deleted: flag,
    first_seen: time, last_seen: time, ObjectReference: records('object-reference'), Attribute: records('attribute'), Event: anything,
    event_uuid: uuid, ...sharing, ...analystData,
  },
  'object-reference': {
    id: number, uuid: written(uuid), timestamp: seconds, object_id: number, object_uuid: uuid, event_id: number, source_uuid: uuid,
    referenced_uuid: written(uuid), referenced_id: number, referenced_type: choice('reference-type', 0, ['attribute', 'object']),
    relationship_type: written(upTo(255)), comment, deleted: flag, Attribute: anything, Object: anything,
  },
  tag: {
    id: number, name, colour, exportable: flag, user_id: anything, org_id: number, hide_tag: flag, numerical_value: orNull(text),
    is_galaxy: flag, is_custom_galaxy: flag, local_only: flag, local: flag, relationship_type: orNull(upTo(191)), inherited: flag,
    deleted: flag, Taxonomy: anything,
  },
  galaxy: {
    id: number, uuid, name: upTo(255), type: upTo(255), description: bytes(TEXT), version: upTo(255), icon: upTo(255),
    namespace: upTo(255), enabled: flag, local_only: flag, default: flag, created: orNull(text), modified: orNull(text), org_id: number,
    orgc_id: number, distribution: inheritable, kill_chain_order: anything, GalaxyCluster: records('galaxy-cluster'), Org: org,
    Orgc: org, ...sharing,
  },
  'galaxy-cluster': {
    id: number, uuid, collection_uuid: text, type: upTo(255), value: bytes(TEXT), tag_name: upTo(255), description: bytes(TEXT),
    galaxy_id: number, source: upTo(255), authors: anything, version: orNull(number), distribution, org_id: number, orgc_id: number,
    default: flag, locked: flag, published: flag, deleted: flag, local: flag, extends_uuid: orNull(uuid), extends_version: orNull(number),
    meta: anything, tag_id: number, event_tag_id: number, attribute_tag_id: number, relationship_type: anything, Org: org, Orgc: org,
    Galaxy: anything, GalaxyElement: anything, GalaxyClusterRelation: anything, TargetingClusterRelation: anything, ...sharing,
    ...analystData,
  },
  sighting: {
    id: number, attribute_id: number, event_id: number, org_id: number, date_sighting: seconds, uuid: written(uuid), source: upTo(255),
    type: choice('sighting-type', 0, ['seen', 'false positive', 'expiration']), attribute_uuid: uuid, Organisation: org, value: text,
  },
  'event-report': {
    id: number, uuid: written(uuid), event_id: number, name, content: orNull(bytes(MEDIUMTEXT)), distribution: inheritable,
    timestamp: seconds, deleted: flag, Event: anything, Tag: records('tag'), ...sharing, ...analystData,
  },
  note: { ...analyst, note: written(bytes(MEDIUMTEXT)), language: upTo(16) },
  opinion: { ...analyst, opinion: written(number), comment },
  relationship: {
    ...analyst, relationship_type: orNull(upTo(255)), related_object_uuid: written(uuid),
    related_object_type: written(word('analyst-target', TARGETS)), related_object: anything,
  },
  'shadow-attribute': {
    ...value, old_id: number, org_id: number, event_org_id: number, email: upTo(255), proposal_to_delete: flag, Org: org,
  },
  organisation: {
    id: number, name: upTo(255), uuid: orNull({ ...uuid, orZero: true }), local: flag, type: upTo(255), nationality: upTo(255), sector: upTo(255),
    description: orNull(bytes(TEXT)), contacts: anything, landingpage: anything, date_created: text, date_modified: text,
    created_by: anything, created_by_email: text, restricted_to_domain: anything, user_count: anything,
  },
  'sharing-group': {
    id: orNull(number), name: orNull(upTo(255)), releasability: bytes(TEXT), description: bytes(TEXT), uuid, organisation_uuid: uuid,
    org_id: number, sync_user_id: number, active: flag, created: text, modified: text, local: flag, roaming: flag, Organisation: org,
    SharingGroupOrg: records('sharing-group-organisation'), SharingGroupServer: records('sharing-group-server'),
  },
  'sharing-group-organisation': { id: number, sharing_group_id: number, org_id: number, extend: flag, Organisation: org },
  'sharing-group-server': { id: number, sharing_group_id: number, server_id: number, all_orgs: flag, Server: anything },
  'manifest-entry': {
    Orgc: needed(org), Tag: records('tag'), info: needed(text), date: written(day), analysis: written(analysis),
    threat_level_id: written(threatLevel), timestamp: needed(seconds), publish_timestamp: seconds, distribution,
  },
}

/** Every kind of record -> its fields. */
export const MISP_MODEL: Readonly<Record<MispKind, Fields>> = Object.freeze(
  Object.fromEntries(Object.entries(MODEL).map(([kind, fields]) => [kind, Object.freeze(ownFields(fields))])) as Record<
    MispKind,
    Fields
  >,
)

/** How a message calls a record. */
export const KIND_NAMES: Readonly<Record<MispKind, string>> = {
  event: 'event',
  attribute: 'attribute',
  object: 'object',
  'object-reference': 'object reference',
  tag: 'tag',
  galaxy: 'galaxy',
  'galaxy-cluster': 'galaxy cluster',
  sighting: 'sighting',
  'event-report': 'event report',
  note: 'note',
  opinion: 'opinion',
  relationship: 'relationship',
  'shadow-attribute': 'proposal',
  organisation: 'organisation',
  'sharing-group': 'sharing group',
  'sharing-group-organisation': 'organisation of a sharing group',
  'sharing-group-server': 'server of a sharing group',
  'manifest-entry': 'entry of a manifest',
}
