/** What the values of a hash algorithm look like. */
export interface HashForm {
  readonly name: string
  /** In words, after "a … has". */
  readonly form: string
  readonly test: (value: string) => boolean
}

/** Digits of the algorithms whose values are hexadecimal numbers of a fixed length: two for each byte. */
const DIGITS: readonly (readonly [name: string, digits: number])[] = [
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-224', 56],
  ['SHA-256', 64],
  ['SHA-384', 96],
  ['SHA-512', 128],
  ['SHA-512-224', 56],
  ['SHA-512-256', 64],
  ['SHA3-224', 56],
  ['SHA3-256', 64],
  ['SHA3-384', 96],
  ['SHA3-512', 128],
]

/** Hexadecimal digits of a TLSH: 128 or 256 buckets, with a checksum of one or three bytes. */
const TLSH_DIGITS: readonly number[] = [70, 74, 134, 138]

const FORMS: readonly HashForm[] = [
  ...DIGITS.map(([name, digits]) => ({
    name,
    form: `${digits} hexadecimal digits`,
    test: (value: string) => value.length === digits && isHex(value),
  })),
  { name: 'SSDEEP', form: 'a block size and two hashes, with colons between them', test: isSsdeep },
  { name: 'TLSH', form: '70 hexadecimal digits, with or without the version T1 before them', test: isTlsh },
]

const BY_NAME: ReadonlyMap<string, HashForm> = new Map(FORMS.map((form) => [plain(form.name), form]))

/** The form of an algorithm however its name is spelled (`SHA256`, `sha-256`); `undefined` of one whose values may be anything. */
export function hashFormOf(name: string): HashForm | undefined {
  return BY_NAME.get(name) ?? (name.length > 20 ? undefined : BY_NAME.get(plain(name)))
}

function plain(name: string): string {
  return name.toUpperCase().replaceAll(/[-_/]/g, '')
}

/** Hexadecimal digits only, in either case. */
export function isHex(text: string): boolean {
  return /^[0-9A-Fa-f]*$/.test(text)
}

/** `size:hash:hash`, as the program writes it; a file name in quotes may follow. Either hash may be empty: so are those of short files. */
function isSsdeep(value: string): boolean {
  if (value.length > 1000) return false
  return /^[0-9]{1,10}:[A-Za-z0-9+/]{0,148}:[A-Za-z0-9+/]{0,148}(?:,".*")?$/.test(value)
}

function isTlsh(value: string): boolean {
  const digits = /^[Tt]1/.test(value) ? value.slice(2) : value
  return TLSH_DIGITS.includes(digits.length) && isHex(digits)
}
