import type { MispRule } from '../misp-rule.ts'
import { analystParent } from './analyst-parent.ts'
import { attachmentData } from './attachment-data.ts'
import { attributeValue } from './attribute-value.ts'
import { blankField } from './blank-field.ts'
import { calendarDay } from './calendar-day.ts'
import { categoryOfType } from './category-of-type.ts'
import { clusterTag } from './cluster-tag.ts'
import { clusterTagName } from './cluster-tag-name.ts'
import { compositeValue } from './composite-value.ts'
import { lostReferences } from './lost-references.ts'
import { dataIgnored } from './data-ignored.ts'
import { duplicateAttributes } from './duplicate-attributes.ts'
import { duplicateTags } from './duplicate-tags.ts'
import { duplicateUuids } from './duplicate-uuids.ts'
import { emptyObject } from './empty-object.ts'
import { fourByteCharacters } from './four-byte-characters.ts'
import { integerValue } from './integer-value.ts'
import { localTag } from './local-tag.ts'
import { objectDescription } from './object-description.ts'
import { objectRelationMissing } from './object-relation-missing.ts'
import { objectTemplate } from './object-template.ts'
import { opinionRange } from './opinion-range.ts'
import { publishedEmpty } from './published-empty.ts'
import { relationTypes } from './relation-types.ts'
import { reportReferences } from './report-references.ts'
import { sampleNotZipped } from './sample-not-zipped.ts'
import { seenOrder } from './seen-order.ts'
import { selfRelationship } from './self-relationship.ts'
import { sharingGroupMissing } from './sharing-group-missing.ts'
import { sharingGroupUnused } from './sharing-group-unused.ts'
import { storedValue } from './stored-value.ts'
import { tagNameTrimmed } from './tag-name-trimmed.ts'
import { templateMismatch } from './template-mismatch.ts'
import { templateVersion } from './template-version.ts'
import { textTooLong } from './text-too-long.ts'
import { timeForm } from './time-form.ts'
import { timestampRange } from './timestamp-range.ts'
import { toIdsUnused } from './to-ids-unused.ts'
import { unknownAttributeType } from './unknown-attribute-type.ts'
import { unknownCategory } from './unknown-category.ts'
import { unknownFields } from './unknown-fields.ts'
import { unknownRelations } from './unknown-relations.ts'
import { refusedUuid } from './refused-uuid.ts'

/** Every rule about MISP records beyond their schemas. */
export const MISP_RULES: readonly MispRule[] = [
  unknownAttributeType,
  unknownCategory,
  categoryOfType,
  attributeValue,
  compositeValue,
  storedValue,
  integerValue,
  toIdsUnused,
  objectRelationMissing,
  attachmentData,
  dataIgnored,
  sampleNotZipped,
  blankField,
  textTooLong,
  fourByteCharacters,
  timeForm,
  seenOrder,
  calendarDay,
  timestampRange,
  refusedUuid,
  sharingGroupMissing,
  sharingGroupUnused,
  duplicateUuids,
  duplicateAttributes,
  lostReferences,
  reportReferences,
  publishedEmpty,
  objectTemplate,
  objectDescription,
  templateVersion,
  templateMismatch,
  unknownRelations,
  relationTypes,
  emptyObject,
  tagNameTrimmed,
  duplicateTags,
  localTag,
  clusterTag,
  clusterTagName,
  analystParent,
  selfRelationship,
  opinionRange,
  unknownFields,
]
