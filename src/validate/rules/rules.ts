import type { Rule } from '../rule.ts'
import { BASE64_LENGTH } from './base64-length.ts'
import { BUNDLE_PROPERTIES } from './bundle-properties.ts'
import { CHARACTER_SET } from './character-set.ts'
import { COUNTRIES } from './countries.ts'
import { CPE } from './cpe.ts'
import { CUSTOM_PREFIX_LAX } from './custom-prefix-lax.ts'
import { CUSTOM_PREFIX } from './custom-prefix.ts'
import { DEPRECATED_PROPERTIES } from './deprecated-properties.ts'
import { DICTIONARY_KEYS } from './dictionary-keys.ts'
import { DOMAIN_NAME } from './domain-name.ts'
import { EMAIL_ADDR } from './email-addr.ts'
import { EMPTY_DICTIONARIES } from './empty-dictionaries.ts'
import { EMPTY_EXTENSION } from './empty-extension.ts'
import { EMPTY_LISTS } from './empty-lists.ts'
import { EXTENSION_DESCRIPTION } from './extension-description.ts'
import { EXTENSION_KEYS } from './extension-keys.ts'
import { EXTENSION_MARKER } from './extension-marker.ts'
import { EXTENSION_PROPERTIES_USE } from './extension-properties-use.ts'
import { EXTENSION_PROPERTIES } from './extension-properties.ts'
import { EXTENSION_PROPERTY_NAMES } from './extension-property-names.ts'
import { EXTENSION_SCHEMA } from './extension-schema.ts'
import { EXTENSION_TYPE } from './extension-type.ts'
import { EXTENSION_VERSION } from './extension-version.ts'
import { EXTENSIONS_USE } from './extensions-use.ts'
import { EXTREF_HASHES } from './extref-hashes.ts'
import { HASH_ALGO } from './hash-algo.ts'
import { HASH_FORM } from './hash-form.ts'
import { HASH_KEYS } from './hash-keys.ts'
import { HEX_EVEN } from './hex-even.ts'
import { HEX_LOWER_CASE } from './hex-lower-case.ts'
import { HOST_NAME } from './host-name.ts'
import { INDICATOR_PROPERTIES } from './indicator-properties.ts'
import { INTEGER_RANGE } from './integer-range.ts'
import { IPV4_VALUE } from './ipv4-value.ts'
import { IPV6_VALUE } from './ipv6-value.ts'
import { KILL_CHAIN_NAMES } from './kill-chain-names.ts'
import { LISTED_KEYS } from './listed-keys.ts'
import { MAC_ADDRESS } from './mac-address.ts'
import { MALWARE_ANALYSIS_PRODUCT } from './malware-analysis-product.ts'
import { MIME_TYPE } from './mime-type.ts'
import { NETWORK_TRAFFIC_PORTS } from './network-traffic-ports.ts'
import { NEW_OBJECT_EXTENSION } from './new-object-extension.ts'
import { NULL_VALUES } from './null-values.ts'
import { OBSERVABLE_DICTIONARY_KEYS } from './observable-dictionary-keys.ts'
import { OBSERVABLE_OBJECT_KEYS } from './observable-object-keys.ts'
import { OPEN_VOCAB_FORMAT } from './open-vocab-format.ts'
import { OPEN_VOCABULARIES } from './open-vocabularies.ts'
import { PATTERN_FINDINGS } from './pattern-findings.ts'
import { PATTERN_VALIDITY_WINDOW } from './pattern-validity-window.ts'
import { PATTERNS } from './patterns.ts'
import { PREDEFINED_EXTENSION } from './predefined-extension.ts'
import { PROPERTY_NAMES } from './property-names.ts'
import { PROTOCOLS } from './protocols.ts'
import { RESERVED_PROPERTIES } from './reserved-properties.ts'
import { SHA256_IN_HASHES } from './sha256-in-hashes.ts'
import { STRICT_PROPERTIES } from './strict-properties.ts'
import { STRICT_TYPES } from './strict-types.ts'
import { STRING_SURROGATES } from './string-surrogates.ts'
import { TYPE_NAME } from './type-name.ts'
import { URL_FORM } from './url-form.ts'
import { LANGUAGE_CONTENT_IDLE } from './language-content-idle.ts'
import { VARIANT_OF } from './variant-of.ts'
import { VERSION_DIFFERS } from './version-differs.ts'
import { VERSIONED_OBSERVABLE } from './versioned-observable.ts'
import { WINDOWS_PROCESS_PRIORITY_FORMAT } from './windows-process-priority-format.ts'
// Objects, references and documents
import { ARTIFACT_CONTENT } from './artifact-content.ts'
import { COMMON_RELATIONSHIP_ENDS } from './common-relationship-ends.ts'
import { CREATED_DIFFERS } from './created-differs.ts'
import { DANGLING_CONTENT } from './dangling-content.ts'
import { DETERMINISTIC_UUID } from './deterministic-uuid.ts'
import { DUPLICATE_IDS } from './duplicate-ids.ts'
import { EMAIL_BODY } from './email-body.ts'
import { ENFORCE_REFS } from './enforce-refs.ts'
import { EXTENSION_AGREEMENT } from './extension-agreement.ts'
import { EXTENSION_TOP_LEVEL } from './extension-top-level.ts'
import { EXTERNAL_REFERENCE_ID } from './external-reference-id.ts'
import { GRANULAR_MARKING_ONE_OF } from './granular-marking-one-of.ts'
import { ID_PREFIX } from './id-prefix.ts'
import { IDENTIFIER_UUID } from './identifier-uuid.ts'
import { INTEROP_CREATED_BY_REF } from './interop-created-by-ref.ts'
import { INTEROP_ONE_TLP } from './interop-one-tlp.ts'
import { INTEROP_PROPERTIES } from './interop-properties.ts'
import { LANGUAGE_CONTENT_MIRRORS } from './language-content-mirrors.ts'
import { LANGUAGE_CONTENT_VERSION } from './language-content-version.ts'
import { LANGUAGE_CONTENTS } from './language-contents.ts'
import { LANGUAGE } from './language.ts'
import { LOCATION_COORDINATES } from './location-coordinates.ts'
import { MALWARE_FAMILY_NAME } from './malware-family-name.ts'
import { MARKING_CIRCULAR } from './marking-circular.ts'
import { MARKING_DEFINITION_CONTENT } from './marking-definition-content.ts'
import { MARKING_DEFINITION_TYPE } from './marking-definition-type.ts'
import { MARKING_SELECTORS } from './marking-selectors.ts'
import { MIME_PART_BODY } from './mime-part-body.ts'
import { NAME_ENCODING } from './name-encoding.ts'
import { NETWORK_TRAFFIC_ACTIVE } from './network-traffic-active.ts'
import { NOT_APPLICABLE } from './not-applicable.ts'
import { OBSERVABLE_CONTAINER } from './observable-container.ts'
import { OBSERVED_DATA_CONTENT } from './observed-data-content.ts'
import { REFERENCE_TYPES } from './reference-types.ts'
import { REGISTRY_HIVE } from './registry-hive.ts'
import { RELATIONSHIP_TYPE_FORM } from './relationship-type-form.ts'
import { RELATIONSHIP_TYPES } from './relationship-types.ts'
import { REVOKED_VERSION } from './revoked-version.ts'
import { SCO_ID_RECOMPUTES } from './sco-id-recomputes.ts'
import { SOFTWARE_LANGUAGE } from './software-language.ts'
import { TIMESTAMP_CALENDAR } from './timestamp-calendar.ts'
import { TIMESTAMP_ORDER } from './timestamp-order.ts'
import { TIMESTAMP_PLAUSIBLE } from './timestamp-plausible.ts'
import { TLP_2_MARKING } from './tlp-2-marking.ts'
import { TLP_ID_REUSE } from './tlp-id-reuse.ts'
import { TLP_MARKING } from './tlp-marking.ts'
import { UUID_CHECK } from './uuid-check.ts'
import { UUID_REUSE } from './uuid-reuse.ts'

/** Every rule beyond the data types, in the order in which they speak. */
export const RULES: readonly Rule[] = [
  // Values. Number 150 of the OASIS validator (hash-length: names of 30 characters at most) is a rule of STIX 2.0 and not kept here
  TYPE_NAME,
  PROPERTY_NAMES,
  RESERVED_PROPERTIES,
  DICTIONARY_KEYS,
  NULL_VALUES,
  EMPTY_LISTS,
  EMPTY_DICTIONARIES,
  INTEGER_RANGE,
  STRING_SURROGATES,
  HEX_EVEN,
  HEX_LOWER_CASE,
  BASE64_LENGTH,
  HASH_KEYS,
  HASH_FORM,
  HASH_ALGO,
  SHA256_IN_HASHES,
  ...OPEN_VOCABULARIES,
  OPEN_VOCAB_FORMAT,
  KILL_CHAIN_NAMES,
  OBSERVABLE_OBJECT_KEYS,
  OBSERVABLE_DICTIONARY_KEYS,
  MALWARE_ANALYSIS_PRODUCT,
  WINDOWS_PROCESS_PRIORITY_FORMAT,
  IPV4_VALUE,
  IPV6_VALUE,
  MAC_ADDRESS,
  DOMAIN_NAME,
  HOST_NAME,
  URL_FORM,
  EMAIL_ADDR,
  CPE,
  CHARACTER_SET,
  MIME_TYPE,
  PROTOCOLS,
  ...LISTED_KEYS,
  COUNTRIES,
  NETWORK_TRAFFIC_PORTS,
  EXTREF_HASHES,
  INDICATOR_PROPERTIES,
  DEPRECATED_PROPERTIES,
  PATTERNS,
  ...PATTERN_FINDINGS,
  PATTERN_VALIDITY_WINDOW,
  CUSTOM_PREFIX,
  CUSTOM_PREFIX_LAX,
  EXTENSIONS_USE,
  BUNDLE_PROPERTIES,
  STRICT_TYPES,
  STRICT_PROPERTIES,
  EXTENSION_KEYS,
  PREDEFINED_EXTENSION,
  EXTENSION_TYPE,
  NEW_OBJECT_EXTENSION,
  EXTENSION_MARKER,
  EMPTY_EXTENSION,
  EXTENSION_DESCRIPTION,
  EXTENSION_PROPERTIES,
  EXTENSION_PROPERTIES_USE,
  EXTENSION_PROPERTY_NAMES,
  EXTENSION_VERSION,
  EXTENSION_SCHEMA,
  // Objects, references and documents
  REFERENCE_TYPES,
  OBSERVABLE_CONTAINER,
  ID_PREFIX,
  IDENTIFIER_UUID,
  UUID_CHECK,
  DETERMINISTIC_UUID,
  SCO_ID_RECOMPUTES,
  TIMESTAMP_CALENDAR,
  TIMESTAMP_ORDER,
  TIMESTAMP_PLAUSIBLE,
  NOT_APPLICABLE,
  VERSIONED_OBSERVABLE,
  GRANULAR_MARKING_ONE_OF,
  MARKING_SELECTORS,
  MARKING_CIRCULAR,
  TLP_MARKING,
  TLP_ID_REUSE,
  TLP_2_MARKING,
  MARKING_DEFINITION_TYPE,
  MARKING_DEFINITION_CONTENT,
  LANGUAGE,
  SOFTWARE_LANGUAGE,
  LANGUAGE_CONTENTS,
  LANGUAGE_CONTENT_MIRRORS,
  LANGUAGE_CONTENT_IDLE,
  LANGUAGE_CONTENT_VERSION,
  RELATIONSHIP_TYPE_FORM,
  RELATIONSHIP_TYPES,
  COMMON_RELATIONSHIP_ENDS,
  VARIANT_OF,
  MALWARE_FAMILY_NAME,
  LOCATION_COORDINATES,
  OBSERVED_DATA_CONTENT,
  NETWORK_TRAFFIC_ACTIVE,
  EMAIL_BODY,
  MIME_PART_BODY,
  ARTIFACT_CONTENT,
  NAME_ENCODING,
  REGISTRY_HIVE,
  EXTERNAL_REFERENCE_ID,
  DUPLICATE_IDS,
  VERSION_DIFFERS,
  CREATED_DIFFERS,
  REVOKED_VERSION,
  UUID_REUSE,
  EXTENSION_AGREEMENT,
  EXTENSION_TOP_LEVEL,
  ENFORCE_REFS,
  DANGLING_CONTENT,
  INTEROP_PROPERTIES,
  INTEROP_ONE_TLP,
  INTEROP_CREATED_BY_REF,
]
