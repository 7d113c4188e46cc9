import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { GzipWriter } from './gzip-writer.ts'
import type { DeflateMeanwhile } from './gzip-writer.ts'
import type { OriginalState } from './original.ts'
import { AFTER_ELEMENTS, AFTER_OBJECTS, BEFORE_OBJECTS, SEPARATOR } from './sealed.ts'

/**
 * Packs an original as its objects come: one gzipped bundle, of which each part can be read alone (`sealed.ts`). What is made of the
 * objects in MISP is known only after all of them, so it stands behind them.
 */
export class OriginalPacker {
  readonly #gzip: GzipWriter
  #separator = ''

  /** `facts`: the bundle without its objects. `deflateMeanwhile`: for `GzipWriter`. */
  constructor(facts: unknown, deflateMeanwhile?: DeflateMeanwhile) {
    this.#gzip = new GzipWriter(deflateMeanwhile)
    // An original that was unpacked and read as a bundle has a state
    const {
      type: _type,
      objects: _objects,
      x_tipbridge_state: _state,
      x_tipbridge_elements: _elements,
      ...rest
    } = isRecord(facts) ? facts : {}
    this.#gzip.write(JSON.stringify({ type: 'bundle', ...rest }).slice(0, -1) + BEFORE_OBJECTS)
  }

  /** `text`: the JSON of the object in UTF-8, as it came. Its numbers may have more digits than JavaScript keeps. */
  add(object: StixObject, text?: Uint8Array): void {
    this.#gzip.write(this.#separator)
    // Each object has one line
    if (text === undefined || text.includes(LINE_FEED)) this.#gzip.write(JSON.stringify(object))
    else this.#gzip.bytes(text)
    this.#separator = SEPARATOR
  }

  /** All of it, gzipped. `seal`: that of the event (`seal.ts`), where it could be sealed. */
  end({ elements, ...state }: OriginalState, seal: string | undefined): Buffer {
    this.#gzip.write(AFTER_OBJECTS)
    this.#gzip.write(elements.toString())
    this.#gzip.write(`${AFTER_ELEMENTS}${JSON.stringify({ ...state, seal })}}\n`)
    return this.#gzip.end()
  }
}

const LINE_FEED = 0x0a
