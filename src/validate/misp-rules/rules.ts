import type { MispRule } from '../misp-rule.ts'
import { ANALYST_PARENT } from './analyst-parent.ts'
import { ATTACHMENT_DATA } from './attachment-data.ts'
import { ATTRIBUTE_VALUE } from './attribute-value.ts'
import { BLANK_FIELD } from './blank-field.ts'
import { CALENDAR_DAY } from './calendar-day.ts'
import { CATEGORY_OF_TYPE } from './category-of-type.ts'
import { CLUSTER_TAG_NAME } from './cluster-tag-name.ts'
import { CLUSTER_TAG } from './cluster-tag.ts'
import { COMPOSITE_VALUE } from './composite-value.ts'
import { DATA_IGNORED } from './data-ignored.ts'
import { DUPLICATE_ATTRIBUTES } from './duplicate-attributes.ts'
import { DUPLICATE_TAGS } from './duplicate-tags.ts'
import { DUPLICATE_UUIDS } from './duplicate-uuids.ts'
import { EMPTY_OBJECT } from './empty-object.ts'
import { FOUR_BYTE_CHARACTERS } from './four-byte-characters.ts'
import { INTEGER_VALUE } from './integer-value.ts'
import { LOCAL_TAG } from './local-tag.ts'
import { LOST_REFERENCES } from './lost-references.ts'
import { OBJECT_DESCRIPTION } from './object-description.ts'
import { OBJECT_RELATION_MISSING } from './object-relation-missing.ts'
import { OBJECT_TEMPLATE } from './object-template.ts'
import { OPINION_RANGE } from './opinion-range.ts'
import { PUBLISHED_EMPTY } from './published-empty.ts'
import { REFUSED_UUID } from './refused-uuid.ts'
import { RELATION_TYPES } from './relation-types.ts'
import { REPORT_REFERENCES } from './report-references.ts'
import { SAMPLE_NOT_ZIPPED } from './sample-not-zipped.ts'
import { SEEN_ORDER } from './seen-order.ts'
import { SELF_RELATIONSHIP } from './self-relationship.ts'
import { SHARING_GROUP_MISSING } from './sharing-group-missing.ts'
import { SHARING_GROUP_UNUSED } from './sharing-group-unused.ts'
import { STORED_VALUE } from './stored-value.ts'
import { TAG_NAME_TRIMMED } from './tag-name-trimmed.ts'
import { TEMPLATE_MISMATCH } from './template-mismatch.ts'
import { TEMPLATE_VERSION } from './template-version.ts'
import { TEXT_TOO_LONG } from './text-too-long.ts'
import { TIME_FORM } from './time-form.ts'
import { TIMESTAMP_RANGE } from './timestamp-range.ts'
import { TO_IDS_UNUSED } from './to-ids-unused.ts'
import { UNKNOWN_ATTRIBUTE_TYPE } from './unknown-attribute-type.ts'
import { UNKNOWN_CATEGORY } from './unknown-category.ts'
import { UNKNOWN_FIELDS } from './unknown-fields.ts'
import { UNKNOWN_RELATIONS } from './unknown-relations.ts'

/** Every rule about MISP records beyond their schemas. */
export const MISP_RULES: readonly MispRule[] = [
  UNKNOWN_ATTRIBUTE_TYPE,
  UNKNOWN_CATEGORY,
  CATEGORY_OF_TYPE,
  ATTRIBUTE_VALUE,
  COMPOSITE_VALUE,
  STORED_VALUE,
  INTEGER_VALUE,
  TO_IDS_UNUSED,
  OBJECT_RELATION_MISSING,
  ATTACHMENT_DATA,
  DATA_IGNORED,
  SAMPLE_NOT_ZIPPED,
  BLANK_FIELD,
  TEXT_TOO_LONG,
  FOUR_BYTE_CHARACTERS,
  TIME_FORM,
  SEEN_ORDER,
  CALENDAR_DAY,
  TIMESTAMP_RANGE,
  REFUSED_UUID,
  SHARING_GROUP_MISSING,
  SHARING_GROUP_UNUSED,
  DUPLICATE_UUIDS,
  DUPLICATE_ATTRIBUTES,
  LOST_REFERENCES,
  REPORT_REFERENCES,
  PUBLISHED_EMPTY,
  OBJECT_TEMPLATE,
  OBJECT_DESCRIPTION,
  TEMPLATE_VERSION,
  TEMPLATE_MISMATCH,
  UNKNOWN_RELATIONS,
  RELATION_TYPES,
  EMPTY_OBJECT,
  TAG_NAME_TRIMMED,
  DUPLICATE_TAGS,
  LOCAL_TAG,
  CLUSTER_TAG,
  CLUSTER_TAG_NAME,
  ANALYST_PARENT,
  SELF_RELATIONSHIP,
  OPINION_RANGE,
  UNKNOWN_FIELDS,
]
