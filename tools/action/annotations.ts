import type { Result, Results } from './results.ts'

/** Workflow commands for what a conversion found, at most ten of a kind: GitHub shows no more of a step. */
export function annotationsOf(results: Results | undefined, differences: readonly string[]): string[] {
  const stale = differences.slice(0, SHOWN).map((line) => annotationOf('error', line.replace(/^differs {2}/, 'differs: ')))
  return [
    ...stale,
    ...LEVELS.flatMap((level) => (results?.results ?? []).filter((result) => result.level === level).slice(0, SHOWN)).map(
      ofResult,
    ),
  ]
}

/** One workflow command without a place. */
export function annotationOf(level: Result['level'], message: string): string {
  return `::${level} title=tipbridge::${escaped(message)}`
}

function ofResult({ level, rule, message, file, line }: Result): string {
  const properties = [
    ['title', rule],
    ...(file === undefined ? [] : [['file', file]]),
    ...(line === undefined ? [] : [['line', `${line}`]]),
  ]
  const named = properties.map(
    ([name, value]) =>
      `${name}=${escaped(value ?? '')
        .replaceAll(':', '%3A')
        .replaceAll(',', '%2C')}`,
  )
  return `::${level} ${named.join(',')}::${escaped(message)}`
}

/** A line break would begin another command. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '## [')
}

const LEVELS = ['error', 'warning'] as const
const SHOWN = 10
