/** Properties that STIX takes only beside others of the same object: type -> property -> the others. */
export const DEPENDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  artifact: { url: ['hashes'], decryption_key: ['encryption_algorithm'] }, // 6.1
  directory: { path_enc: ['path'] }, // 6.3
  file: { name_enc: ['name'] }, // 6.7
  location: { latitude: ['longitude'], longitude: ['latitude'], precision: ['latitude', 'longitude'] }, // 4.10
  malware: { is_family: ['name'] }, // 4.11: a family has a name; of an instance without one the generic form says more
}

/** Times that must not lie before another of the same object: type -> the later one -> the earlier one. */
export const NOT_BEFORE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  campaign: { last_seen: 'first_seen' },
  infrastructure: { last_seen: 'first_seen' },
  'intrusion-set': { last_seen: 'first_seen' },
  malware: { last_seen: 'first_seen' },
  'threat-actor': { last_seen: 'first_seen' },
  'network-traffic': { end: 'start' },
}
