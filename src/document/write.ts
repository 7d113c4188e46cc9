import type { MispEvent, MispRecord } from '../misp/types.ts'
import type { StixObject } from '../stix/types.ts'

/** How JSON is laid out: all in one line, one record a line, or indented. */
export type Layout = 'line' | 'records' | 'pretty'

export type Write = (text: string) => void

export interface BundleWriter {
  object(object: StixObject): void
  /** Objects as text, a line each, with `,` at the ends of lines between them. Not for the layout that indents. */
  lines: ((text: Uint8Array) => void) | undefined
  /** `id`: the bundle's. */
  end(id: string): void
}

/** Writes a bundle object by object; one without objects has no `objects`, as STIX wants it. `writeBytes`: for `lines`. */
export function writeBundle(write: Write, layout: Layout, writeBytes?: (bytes: Uint8Array) => void): BundleWriter {
  const text = LAYOUTS[layout]
  let list: ListWriter | undefined
  write(`{${text.key('type', 1)}"bundle"`)
  const objects = (): ListWriter => {
    if (list !== undefined) return list
    write(`,${text.key('objects', 1)}`)
    return (list = writeList(write, text, 1))
  }
  return {
    object: (object) => objects().item(text.value(object, 2)),
    lines:
      layout !== 'pretty' && writeBytes !== undefined
        ? (lines) => {
            objects().item('')
            writeBytes(layout === 'line' ? inOneLine(lines) : lines)
          }
        : undefined,
    end(id) {
      list?.end()
      write(`,${text.key('id', 1)}${JSON.stringify(id)}${text.last(0)}}\n`)
    },
  }
}

/** The text of objects that have a line each. In a JSON text a break of lines, of which many programs know two, is only white space. */
function inOneLine(lines: Uint8Array): Uint8Array {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.length).toString('latin1')
  return Buffer.from(text.replaceAll('\n', '').replaceAll('\r', ''), 'latin1')
}

/** Writes an event in its wrapper, `{ "Event": … }`, its attributes and objects one by one. `depth`: levels around it. */
export function writeEvent(write: Write, event: MispEvent, layout: Layout, depth = 0): void {
  const text = LAYOUTS[layout]
  write(`{${text.key('Event', depth + 1)}`)
  writeRecord(write, event, text, depth + 1)
  write(`${text.last(depth)}}`)
}

/** Writes attributes or objects as MISP returns them from a search. */
export function writeSearch(write: Write, search: { Attribute: MispRecord[]; Object: MispRecord[] }, layout: Layout): void {
  const text = LAYOUTS[layout]
  write(`{${text.key('response', 1)}`)
  if (search.Object.length === 0) {
    writeRecord(write, { Attribute: search.Attribute }, text, 1)
  } else if (search.Attribute.length === 0) {
    const list = writeList(write, text, 1)
    for (const object of search.Object) list.item(text.value({ Object: object }, 2))
    list.end()
  } else {
    writeRecord(write, { ...search }, text, 1)
  }
  write(`${text.last(0)}}\n`)
}

/** Writes `{ "response": [ … ] }` around items that bring their own text. */
export function writeResponse(write: Write, items: Iterable<() => void>, layout: Layout): void {
  const text = LAYOUTS[layout]
  write(`{${text.key('response', 1)}`)
  const list = writeList(write, text, 1)
  for (const item of items) {
    list.item('')
    item()
  }
  list.end()
  write(`${text.last(0)}}\n`)
}

function writeRecord(write: Write, record: MispRecord, text: TextLayout, depth: number): void {
  let separator = '{'
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue
    write(`${separator}${text.key(key, depth + 1)}`)
    separator = ','
    if ((key === 'Attribute' || key === 'Object') && Array.isArray(value) && value.length > 0) {
      const list = writeList(write, text, depth + 1)
      for (const item of value) list.item(text.value(item, depth + 2))
      list.end()
    } else {
      write(text.value(value, depth + 1))
    }
  }
  write(separator === '{' ? '{}' : `${text.last(depth)}}`)
}

interface ListWriter {
  item(text: string): void
  end(): void
}

function writeList(write: Write, text: TextLayout, depth: number): ListWriter {
  let separator = '['
  return {
    item(item) {
      write(`${separator}${text.item(depth + 1)}${item}`)
      separator = ','
    },
    end() {
      write(separator === '[' ? '[]' : `${text.lastItem(depth)}]`)
    },
  }
}

/** What stands between the tokens of a layout. */
interface TextLayout {
  key(key: string, depth: number): string
  value(value: unknown, depth: number): string
  /** Before an item of a record list; before the bracket that ends one, or an object. */
  item(depth: number): string
  lastItem(depth: number): string
  last(depth: number): string
}

const LINE: TextLayout = {
  key: (key) => `${JSON.stringify(key)}:`,
  value: (value) => JSON.stringify(value),
  item: () => '',
  lastItem: () => '',
  last: () => '',
}

const LAYOUTS: Readonly<Record<Layout, TextLayout>> = {
  line: LINE,
  records: { ...LINE, item: () => '\n', lastItem: () => '\n' },
  pretty: {
    key: (key, depth) => `${lineBreak(depth)}${JSON.stringify(key)}: `,
    value: (value, depth) => JSON.stringify(value, null, 2).replaceAll('\n', lineBreak(depth)),
    item: lineBreak,
    lastItem: lineBreak,
    last: lineBreak,
  },
}

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(depth)}`
}
