import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The schema of an extension can be read. */
export const EXTENSION_SCHEMA: Rule = {
  code: 'extension-schema',
  severity: 'information',
  clause: '7.3.1',
  about: 'The schema of an extension definition is a URL, or a text that explains the extension.',
  advice: 'Write the URL of a JSON schema, or explain the properties in words.',
  types: ['extension-definition'],
  object({ schema }, speak) {
    if (typeof schema !== 'string' || URL_START.test(schema) || schema.trim().includes(' ')) return
    speak('/schema', `${shown(schema)} is neither a URL nor a text that explains the extension`)
  },
}

const URL_START = /^\s*[a-z][a-z0-9+.-]{0,30}:\S/i
