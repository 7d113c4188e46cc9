import { InputError } from './input-error.ts'
import type { ByteSource } from './source.ts'

/**
 * Offset of the first byte after a byte order mark.
 *
 * @throws InputError when the input begins as no JSON begins.
 */
export function startOf(source: ByteSource): number {
  const head = Buffer.alloc(4096)
  const text = head.subarray(0, source.read(head, 0))
  const [first, second] = text
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0)) {
    throw new InputError(
      'not-utf-8',
      source.name,
      'is UTF-16; JSON is UTF-8. Convert it, for example with: iconv -f UTF-16 -t UTF-8',
    )
  }
  if (first === 0) throw new InputError('not-json', source.name, 'is binary data, not JSON')
  const start = first === 0xef && second === 0xbb ? 3 : 0
  if (text.toString('latin1', start).trimStart().startsWith('<')) refuseMarkup(text, source.name)
  return start
}

function refuseMarkup(text: Buffer, name: string): never {
  if (text.includes('STIX_Package') || text.includes('stix.mitre.org')) {
    throw new InputError('stix-1', name, 'is STIX 1.x in XML, which tipbridge does not read; convert it to STIX 2.1 first')
  }
  throw new InputError('not-json', name, 'begins like XML or HTML, not like JSON')
}
