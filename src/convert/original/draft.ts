import type { MispEvent } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import type { BundleIndex } from '../bundle-index.ts'
import { isAuthored } from '../residue.ts'
import type { DeflateMeanwhile } from './gzip-writer.ts'
import { OriginalPacker } from './packer.ts'

/**
 * The original of a bundle of which all becomes one event and nothing is ours, as most are: it is packed while the objects come, as
 * the text that they are. With the first object that tells otherwise it is given up, and originals are packed when their events are known.
 */
export class OriginalDraft {
  readonly #facts: unknown
  readonly #isSingle: boolean
  readonly #deflateMeanwhile: DeflateMeanwhile | undefined
  #packer: OriginalPacker | undefined
  #containers = 0
  #isGivenUp = false

  /** `facts`: the bundle without its objects. `isSingle`: do several reports become one event? `deflateMeanwhile`: for `GzipWriter`. */
  constructor(facts: unknown, isSingle: boolean, deflateMeanwhile: DeflateMeanwhile | undefined) {
    this.#facts = facts
    this.#isSingle = isSingle
    this.#deflateMeanwhile = deflateMeanwhile
  }

  /** Packs what the index took last. `text`: gives its JSON, in UTF-8. */
  add(source: StixObject, index: BundleIndex, text: (() => Uint8Array | undefined) | undefined): void {
    if (this.#isGivenUp) return
    const at = index.sources.length - 1
    const { object, role } = index.holderOf(at)
    if (role === 'container') this.#containers++
    if (!index.returnsAsItCame(at) || isAuthored(object) || (this.#containers > 1 && !this.#isSingle)) {
      this.#giveUp()
      return
    }
    try {
      this.#packer ??= new OriginalPacker(this.#facts, this.#deflateMeanwhile)
      this.#packer.add(source, text?.())
    } catch {
      this.#giveUp() // what is no JSON is told when the event is known
    }
  }

  #giveUp(): void {
    this.#isGivenUp = true
    this.#packer = undefined
  }

  /** The original of an event, if it has all that came. */
  of(event: MispEvent, index: BundleIndex): OriginalPacker | undefined {
    return index.sources.every((_, at) => index.holderOf(at).original === event) ? this.#packer : undefined
  }
}
