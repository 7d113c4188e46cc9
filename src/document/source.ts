import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from './input-error.ts'
import { readFully, SpoolStore } from './spool-store.ts'

/** Bytes that can be read from any place, as often as needed. */
export interface ByteSource {
  /** For messages: the path, or `standard input`. */
  readonly name: string
  readonly size: number
  /** Fills `into` with the bytes from `offset` on; returns how many there were, fewer only at the end. */
  read(into: Uint8Array, offset: number): number
  close(): void
}

/** Opens a file. Gzip is unpacked; pipes and other things without random access are spooled first. */
export async function openFile(path: string): Promise<ByteSource> {
  const fd = openReadable(path)
  const stat = fstatSync(fd)
  if (stat.isFile() && !isGzip(firstBytes(fd))) return fileSource(fd, path, stat.size)
  return spool(createReadStream(path, { fd, autoClose: true }), path)
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array, name = 'input'): ByteSource {
  return {
    name,
    size: bytes.length,
    read(into, offset) {
      const part = bytes.subarray(offset, offset + into.length)
      into.set(part)
      return part.length
    },
    close() {},
  }
}

/** Takes in a whole stream: most documents are read more than once. */
export async function spool(stream: Readable, name: string): Promise<ByteSource> {
  const store = new SpoolStore()
  try {
    for await (const chunk of unpacked(stream)) {
      if (store.size === 0) refuseEndlessNonsense(chunk, name)
      store.write(chunk)
    }
    return { name, size: store.size, read: (into, offset) => store.read(into, offset), close: () => store.discard() }
  } catch (error) {
    store.discard()
    if (error instanceof InputError) throw error
    throw new InputError('unreadable', name, `could not be read to its end: ${(error as Error).message}`, { cause: error })
  }
}

function fileSource(fd: number, name: string, size: number): ByteSource {
  return {
    name,
    size,
    read: (into, offset) => readFully(fd, into, offset),
    close: () => closeSync(fd),
  }
}

function openReadable(path: string): number {
  try {
    const fd = openSync(path, 'r')
    if (!fstatSync(fd).isDirectory()) return fd
    closeSync(fd)
  } catch (error) {
    throw new InputError('unreadable', path, reasonOf(error as NodeJS.ErrnoException), { cause: error })
  }
  throw new InputError('unreadable', path, 'is a directory')
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'no such file'
  if (error.code === 'EACCES') return 'may not be read (permission denied)'
  return `cannot be opened: ${error.message}`
}

function firstBytes(fd: number): Buffer {
  const bytes = Buffer.alloc(2)
  return bytes.subarray(0, readSync(fd, bytes, 0, 2, 0))
}

async function* unpacked(stream: Readable): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await chunks.next()
  if (first.done === true) return
  const all = Readable.from(startingWith(first.value, chunks), { objectMode: false })
  if (!isGzip(first.value)) yield* all
  else yield* pipeline(all, createGunzip(), () => {})
}

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** A device or a log that never ends must not fill the disk: a look at its beginning is enough. */
function refuseEndlessNonsense(chunk: Uint8Array, name: string): void {
  if (chunk[0] === 0 && chunk[1] === 0) throw new InputError('not-json', name, 'is binary data, not JSON')
}
