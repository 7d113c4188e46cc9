import { placesByType, typesWith, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'
import { isWord } from './open-vocab-format.ts'

const isKillChainName = (_: unknown, key: string) => key === 'kill_chain_name' || key === 'phase_name'
const placesOf = placesByType(isKillChainName)

/** Names of kill chains and their phases are written as words. */
export const KILL_CHAIN_NAMES: Rule = {
  code: 'kill-chain-names',
  alias: '121',
  severity: 'warning',
  lenient: 'off',
  clause: '2.11',
  about: 'Names of kill chains and of their phases are lower case, with hyphens between their parts.',
  advice: 'Write it in lower case, with hyphens in the place of blanks and underscores.',
  types: typesWith(isKillChainName),
  object(object, speak) {
    if (object['kill_chain_phases'] === undefined) return
    visit(object, placesOf(object.type), (value, path) => {
      if (typeof value !== 'string' || isWord(value)) return
      speak(
        path(),
        `${shown(value)} is not written as kill chains and phases are: in lower case, with hyphens, as lateral-movement is`,
      )
    })
  },
}
