import { findingsIn } from '../stix/pattern/analysis/find.ts'
import type { Finding } from '../stix/pattern/analysis/finding.ts'
import type { Pattern } from '../stix/pattern/ast.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { PatternError } from '../stix/pattern/pattern-error.ts'
import type { StixObject } from '../stix/types.ts'

/** The STIX pattern of an Indicator, read. */
export interface IndicatorPattern {
  readonly text: string
  /** `undefined` where the text is no pattern: `error` tells why. */
  readonly pattern: Pattern | undefined
  readonly error: PatternError | undefined
}

interface Read extends IndicatorPattern {
  readonly version: '2.0' | '2.1'
  findings: readonly Finding[] | undefined
}

/** Many rules ask about one pattern, one after the other: it is read once. */
let last: Read | undefined

/** `undefined`: the object is no Indicator with a STIX pattern. */
export function patternOf(object: StixObject): IndicatorPattern | undefined {
  return readOf(object)
}

/** What is wrong with the pattern of an Indicator beyond its syntax, but for what only a regex engine can tell. */
export function findingsOf(object: StixObject): readonly Finding[] {
  const known = readOf(object)
  if (known?.pattern === undefined) return NONE
  return (known.findings ??= findingsIn(known.pattern))
}

const NONE: readonly Finding[] = []

function readOf(object: StixObject): Read | undefined {
  if (object.type !== 'indicator' || object['pattern_type'] !== 'stix') return undefined
  const text = object['pattern']
  if (typeof text !== 'string') return undefined
  const version = versionOf(object)
  if (last?.text !== text || last.version !== version) last = read(text, version)
  return last
}

function read(text: string, version: '2.0' | '2.1'): Read {
  try {
    return { text, version, pattern: parsePattern(text, { ...LIMITS, version }), error: undefined, findings: undefined }
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { text, version, pattern: undefined, error, findings: undefined }
  }
}

/** The specification knows no longest pattern, and ours are read in linear time. Depth costs stack. */
const LIMITS = { maxLength: Number.MAX_SAFE_INTEGER, maxDepth: 256 }

/** "For the STIX Pattern language, the default value is determined by the specification version of the object" (section 4.7.1). */
function versionOf({ pattern_version: own, spec_version: edition }: StixObject): '2.0' | '2.1' {
  return (typeof own === 'string' ? own : edition) === '2.0' ? '2.0' : '2.1'
}
