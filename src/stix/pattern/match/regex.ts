import type { TextTest } from './like.ts'
import { toRe2 } from './pcre.ts'

/** A regular expression that is ready, or why it is not. */
export type CompiledRegex = { readonly find: TextTest } | { readonly fault: RegexFault }

export interface RegexFault {
  /** `malformed`: no regular expression by PCRE either. `unsupported`: it may well be one, but none that linear time can match. */
  readonly kind: 'malformed' | 'unsupported'
  readonly message: string
}

/** Compiles the constants of MATCHES of one pattern; an equal one is compiled once. */
export type RegexCompiler = (pattern: string) => CompiledRegex

/**
 * Loads RE2, in which no expression takes more than linear time (STIX 2.1 asks for PCRE, section 9.6.1, which backtracks). Only
 * patterns with MATCHES need it.
 */
export async function openRegexes(): Promise<RegexCompiler> {
  const { RE2JS, RE2JSException } = await import('re2js')
  const known = new Map<string, CompiledRegex>()
  let instructions = 0

  function compile(pattern: string): CompiledRegex {
    if (pattern.length > LONGEST || instructions > MOST_INSTRUCTIONS) return TOO_LARGE
    try {
      const regex = RE2JS.compile(toRe2(pattern.normalize('NFC')), RE2JS.DOTALL)
      const size = regex.programSize()
      instructions += size
      return {
        find(text, budget) {
          budget.spend(Math.ceil(text.length * (1 + size / INSTRUCTIONS_A_STEP)))
          return regex.test(text.normalize('NFC'))
        },
      }
    } catch (error) {
      if (!(error instanceof RE2JSException)) throw error
      return { fault: faultOf(pattern, error.message) }
    }
  }

  return (pattern) => {
    const compiled = known.get(pattern) ?? compile(pattern)
    known.set(pattern, compiled)
    return compiled
  }
}

function faultOf(pattern: string, message: string): RegexFault {
  const reason = message.replace('error parsing regexp: ', '')
  const isMalformed = MALFORMED.test(reason) && !pattern.includes('(*')
  return { kind: isMalformed ? 'malformed' : 'unsupported', message: reason }
}

/** What RE2 and PCRE refuse alike; all else may be an extra of PCRE. */
const MALFORMED =
  /^(?:missing closing|unexpected \)|missing argument to repetition|trailing backslash|invalid character class range: `[^\\])/

const LONGEST = 32_768
/** Of all expressions of one pattern together. */
const MOST_INSTRUCTIONS = 500_000
const TOO_LARGE: CompiledRegex = { fault: { kind: 'unsupported', message: 'too large' } }

/** Measured: at worst a character and instruction take as long as a quarter of a step. */
const INSTRUCTIONS_A_STEP = 4
