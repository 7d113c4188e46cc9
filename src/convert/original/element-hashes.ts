import type { MispRecord } from '../../misp/types.ts'
import { hexOf } from './said.ts'
import { Sealing } from './sealing.ts'

/** The hashes of all elements of an event, as the inside of a JSON object, and the seal over them. */
export interface ElementHashes {
  seal: string | undefined
  pieces: readonly Buffer[]
}

/** Tells elements that are there twice twice, as the seal does. A record with so many keys would take far longer than the text. */
export function elementHashes(event: MispRecord): ElementHashes {
  const pieces: Buffer[] = []
  let text = ''
  let separator = ''
  const sealing = new Sealing(event, (key, hash) => {
    text += `${separator}${JSON.stringify(key)}:"${hexOf(hash)}"`
    separator = ','
    if (text.length < PIECE) return
    pieces.push(Buffer.from(text))
    text = ''
  })
  const seal = sealing.end()
  return { seal, pieces: [...pieces, Buffer.from(text)] }
}

/** Characters: little enough that the parts of a text are gone before the young generation is full. */
const PIECE = 16 * 1024
