import { COMMON, MODEL } from '../stix/model.ts'

/** Chapters of STIX 2.1 whose sections are the object types, in the order of the text. */
const CHAPTERS: readonly (readonly [number, string])[] = [
  [
    4,
    `attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set location malware
    malware-analysis note observed-data opinion report threat-actor tool vulnerability`,
  ],
  [5, 'relationship sighting'],
  [
    6,
    `artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex
    network-traffic process software url user-account windows-registry-key x509-certificate`,
  ],
  [7, 'language-content marking-definition extension-definition'],
]

const SECTIONS = new Map(
  CHAPTERS.flatMap(([chapter, types]) => types.split(/\s+/).map((type, at) => [type, `${chapter}.${at + 1}`] as const)),
)

/** The section that defines a type, or one of its properties; `3.2` for the common ones, `8` for the bundle. */
export function sectionOf(type: string, key?: string): string {
  const model = MODEL[type]
  if (model === undefined) return type === 'bundle' ? '8' : '3.2'
  const isCommon = key !== undefined && key in COMMON[model.group] && !(key in model.properties)
  return isCommon ? '3.2' : (SECTIONS.get(type) ?? '3.2')
}
