export { type EventsConversion, type MispContent, bundleToEvents, openEvents } from './convert/bundle-to-event.ts'
export { type Converted, type Diagnostic, type Severity, worst } from './convert/diagnostic.ts'
export {
  type BundleConversion,
  type EventConversion,
  eventToBundle,
  eventsToBundle,
  openBundle,
} from './convert/event-to-bundle.ts'
export { type ConvertOptions, DEFAULT_OPTIONS, PROFILES, type ProfileName, TLP_LEVELS, type TlpLevel } from './convert/profile.ts'
export { defaultMappings } from './mapping/default-mappings.ts'
export { type Mappings, createMappings } from './mapping/mappings.ts'
export type { Tables } from './mapping/table.ts'
export type { MispEvent, MispRecord } from './misp/types.ts'
export type { Bundle, StixObject } from './stix/types.ts'
