import type { StixObject } from '../../src/index.ts'

/** The comparisons of an Indicator's pattern, whatever entry of a list they name; of a rule its text. */
export function patternFacts(indicator: StixObject | undefined): [at: string, value: string][] {
  const pattern = indicator?.['pattern']
  const language = (indicator?.['pattern_type'] ?? 'stix') as string
  if (typeof pattern !== 'string') return []
  if (language !== 'stix') return [[`pattern ${language}`, pattern]]
  return [...pattern.matchAll(/([a-z0-9-]+:(?:'[^']*'|[^ '])+) (=|IN|LIKE|MATCHES) (t?h?b?'(?:[^'\\]|\\.)*'|[^ \])]+)/gs)].map(
    ([, path = '', operator = '', literal = '']) => [
      `pattern ${path.replaceAll(/\[(?:\d+|\*)\]/g, '')}${operator === '=' ? '' : ` ${operator}`}`,
      literal.startsWith("'") || /^[thb]'/.test(literal)
        ? literal.replace(/^[thb]?'(.*)'$/s, '$1').replaceAll(/\\(.)/gs, '$1')
        : literal,
    ],
  )
}
