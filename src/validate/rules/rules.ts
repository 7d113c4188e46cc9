import type { Rule } from '../rule.ts'
import { BUNDLE_PROPERTIES } from './bundle-properties.ts'
import { CUSTOM_PREFIX_LAX } from './custom-prefix-lax.ts'
import { CUSTOM_PREFIX } from './custom-prefix.ts'
import { EMPTY_EXTENSION } from './empty-extension.ts'
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
import { NEW_OBJECT_EXTENSION } from './new-object-extension.ts'
import { PATTERN_FINDINGS } from './pattern-findings.ts'
import { PATTERN_VALIDITY_WINDOW } from './pattern-validity-window.ts'
import { PATTERNS } from './patterns.ts'
import { PREDEFINED_EXTENSION } from './predefined-extension.ts'
import { STRICT_PROPERTIES } from './strict-properties.ts'
import { STRICT_TYPES } from './strict-types.ts'

/** Every rule beyond the data types, in the order in which they speak. */
export const RULES: readonly Rule[] = [
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
]
