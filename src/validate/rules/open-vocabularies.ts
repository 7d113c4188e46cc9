import { VOCABULARY } from '../../stix/vocabulary.ts'
import { hintOf } from '../nearest.ts'
import { placesByType, typesWith, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

type Vocabulary = keyof typeof VOCABULARY

/** The OASIS validator's number and name of the rule, the vocabulary, and its section. */
// oxfmt-ignore
const TABLE: readonly (readonly [alias: string, code: string, vocabulary: Vocabulary, clause: string])[] = [
  ['211', 'attack-motivation', 'attack-motivation-ov', '10.2'],
  ['212', 'attack-resource-level', 'attack-resource-level-ov', '10.3'],
  ['213', 'identity-class', 'identity-class-ov', '10.8'],
  ['214', 'indicator-types', 'indicator-type-ov', '10.10'],
  ['215', 'industry-sector', 'industry-sector-ov', '10.11'],
  ['216', 'malware-types', 'malware-type-ov', '10.15'],
  ['218', 'report-types', 'report-type-ov', '10.22'],
  ['219', 'threat-actor-types', 'threat-actor-type-ov', '10.23'],
  ['220', 'threat-actor-role', 'threat-actor-role-ov', '10.24'],
  ['221', 'threat-actor-sophistication', 'threat-actor-sophistication-ov', '10.25'],
  ['222', 'tool-types', 'tool-type-ov', '10.26'],
  ['223', 'region', 'region-ov', '10.21'],
  ['225', 'grouping-context', 'grouping-context-ov', '10.6'],
  ['226', 'implementation-languages', 'implementation-language-ov', '10.9'],
  ['227', 'infrastructure-types', 'infrastructure-type-ov', '10.12'],
  ['228', 'malware-capabilities', 'malware-capabilities-ov', '10.13'],
  ['230', 'processor-architecture', 'processor-architecture-ov', '10.20'],
  ['231', 'malware-result', 'malware-result-ov', '10.14'],
  ['243', 'windows-pebinary-type', 'windows-pebinary-type-ov', '10.28'],
  ['244', 'account-type', 'account-type-ov', '10.1'],
  ['245', 'indicator-pattern-types', 'pattern-type-ov', '10.19'],
]

/** Words that came with Errata 01: the first edition does not have them (Errata 01 section 1.2). */
const ADDED: Readonly<Partial<Record<Vocabulary, string>>> = {
  'implementation-language-ov': 'rust',
  'industry-sector-ov': 'legal',
  'report-type-ov': 'incident',
  'threat-actor-type-ov': 'private-sector',
}

/**
 * A value of an open vocabulary is one of its words. One rule for each vocabulary but that of hash algorithms, whose words are keys
 * (`hash-algo.ts`).
 */
export const OPEN_VOCABULARIES: readonly Rule[] = TABLE.map(([alias, code, vocabulary, clause]) =>
  vocabularyRule(alias, code, vocabulary, clause),
)

function vocabularyRule(alias: string, code: string, vocabulary: Vocabulary, clause: string): Rule {
  const words: readonly string[] = VOCABULARY[vocabulary]
  const known = new Set(words)
  const added = ADDED[vocabulary]
  const isWanted = (property: { words?: readonly string[] }) => property.words === words
  const placesOf = placesByType(isWanted)
  return {
    code,
    alias,
    severity: 'warning',
    lenient: 'information',
    clause,
    about: `Values of ${vocabulary} are words of that vocabulary.`,
    advice: 'Use a word of the vocabulary where one fits; own words are allowed, but others may not understand them.',
    types: typesWith(isWanted),
    object(object, speak, { edition }) {
      visit(object, placesOf(object.type), (value, path) => {
        if (typeof value !== 'string') return
        const isAdded = value === added && edition === 'os'
        if (known.has(value) && !isAdded) return
        const allowed = edition === 'os' ? words.filter((word) => word !== added) : words
        speak(path(), isAdded ? addedMessage(value, vocabulary) : strangeMessage(value, vocabulary, allowed, clause))
      })
    },
  }
}

function addedMessage(value: string, vocabulary: Vocabulary): string {
  return `${shown(value)} came into ${vocabulary} with Errata 01: the first edition of STIX 2.1 does not have it`
}

function strangeMessage(value: string, vocabulary: Vocabulary, words: readonly string[], clause: string): string {
  const hint = hintOf(value, words)
  const begin = `${shown(value)} is no word of ${vocabulary}: `
  if (hint?.startsWith('write')) return begin + hint
  if (words.length <= 12) return `${begin}its words are ${words.join(', ')}`
  return `${begin}${hint ?? `it has words such as ${words.slice(0, 3).join(', ')}`} (all ${words.length} stand in section ${clause})`
}
