import type { HiddenFault } from '../document/hidden-faults.ts'
import type { ValidateOptions } from '../validate/options.ts'
import { severityOf } from '../validate/severity.ts'
import { shown } from '../validate/shown.ts'
import type { Violation } from '../validate/violation.ts'
import { ALL_RULES } from './rule-names.ts'

type TextViolation = Pick<Violation, 'code' | 'severity' | 'message' | 'clause' | 'advice'>

/** A violation that only the text shows; `undefined` where its rule is not asked. */
export function textViolation(code: string, message: string, { mode, disable }: ValidateOptions): TextViolation | undefined {
  const rule = ALL_RULES.find((known) => known.code === code)
  if (rule === undefined || disable.includes(code)) return undefined
  const severity = severityOf(rule, mode)
  return severity === 'off' ? undefined : { code, severity, message, clause: rule.clause, advice: rule.advice }
}

/** `placeOf`: line and column of an offset in the same text. */
export function hiddenMessage({ code, text, before }: HiddenFault, placeOf: (at: number) => string): string {
  switch (code) {
    case 'duplicate-keys':
      return `the key ${shown(text)} stands here again, as it does at ${placeOf(before ?? 0)}: a key stands in an object once`
    case 'integer-range':
      return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} is read as ${Number(text)}: integers lie between -9007199254740991 and 9007199254740991`
    case 'string-surrogates':
  }
  return `${text} is half of a surrogate pair, which is no character`
}
