export { canonicalJson } from './stix/canonical.ts'
export { isUuid, scoId, typeOf, uuidOf } from './stix/id.ts'
export { type Marking, TLP_LEVELS, TLP_TAGS, type TlpLevel, tlpRank } from './stix/marking.ts'
export { COMMON, isObservableType, MODEL, type ObjectModel, STRUCTURES } from './stix/model.ts'
export { analysePattern, type ObservationAnalysis, type PatternAnalysis } from './stix/pattern/analysis/analyse.ts'
export type { Finding, FindingCode } from './stix/pattern/analysis/finding.ts'
export type { Term } from './stix/pattern/analysis/terms.ts'
export * from './stix/pattern/ast.ts'
export * as literals from './stix/pattern/build-literal.ts'
export * as build from './stix/pattern/build.ts'
export type { PatternOptions } from './stix/pattern/cursor.ts'
export {
  createMatcher,
  DEFAULT_MATCH_OPTIONS,
  type Matcher,
  type MatchOptions,
  type MatchResult,
} from './stix/pattern/match/matcher.ts'
export { type ObservedData, observedDataIn } from './stix/pattern/match/observed-data.ts'
export { parsePattern } from './stix/pattern/parse.ts'
export { parsePath, printPath } from './stix/pattern/path.ts'
export { PatternError, type PatternErrorCode } from './stix/pattern/pattern-error.ts'
export { printPattern } from './stix/pattern/print.ts'
export type { Kind, Properties, Property } from './stix/property.ts'
export { compareMoments, formatTimestamp, isLater, type Moment, parseTime } from './stix/timestamp.ts'
export type { Bundle, StixObject } from './stix/types.ts'
export { VOCABULARY } from './stix/vocabulary.ts'
