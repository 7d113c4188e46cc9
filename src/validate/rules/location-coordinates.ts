import type { Rule } from '../rule.ts'

/** Coordinates are two numbers, and a precision is that of both. */
export const LOCATION_COORDINATES: Rule = {
  code: 'location-coordinates',
  severity: 'error',
  clause: '4.10.1',
  about: 'A location has latitude and longitude both or neither, and precision only with both.',
  advice: 'Add the missing coordinate, or remove what is useless without it.',
  types: ['location'],
  object({ latitude, longitude, precision }, speak) {
    if (latitude !== undefined && longitude === undefined)
      speak('/latitude', 'latitude stands without longitude: they come together')
    if (longitude !== undefined && latitude === undefined)
      speak('/longitude', 'longitude stands without latitude: they come together')
    if (precision !== undefined && latitude === undefined && longitude === undefined)
      speak('/precision', 'precision stands without latitude and longitude: it tells how far from them the place may be')
  },
}
