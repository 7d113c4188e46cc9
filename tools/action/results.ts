import { readFileSync } from 'node:fs'

/** A finding, as tipbridge's SARIF has it. */
export interface Result {
  level: 'error' | 'warning' | 'note'
  rule: string
  message: string
  file: string | undefined
  line: number | undefined
  column: number | undefined
  count: number
}

export interface Results {
  errors: number
  warnings: number
  results: Result[]
  /** What to do about the findings of a rule, where it says so. */
  advice: ReadonlyMap<string, string>
}

interface Sarif {
  runs: {
    results: SarifResult[]
    tool: { driver: { rules: { id: string; help?: { text: string } }[] } }
  }[]
}

interface SarifResult {
  ruleId: string
  level: Result['level']
  message: { text: string }
  occurrenceCount?: number
  locations?: {
    physicalLocation?: { artifactLocation: { uri: string }; region?: { startLine?: number; startColumn?: number } }
  }[]
}

/** Reads the findings from a SARIF file of tipbridge. */
export function readResults(file: string): Results {
  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as Sarif
  const results = runs.flatMap((run) => run.results.map(resultOf))
  const rules = runs.flatMap((run) => run.tool.driver.rules)
  return {
    errors: sumOf(results, 'error'),
    warnings: sumOf(results, 'warning'),
    results,
    advice: new Map(rules.flatMap(({ id, help }) => (help === undefined ? [] : [[id, help.text]]))),
  }
}

function resultOf({ ruleId, level, message, occurrenceCount, locations }: SarifResult): Result {
  const place = locations?.[0]?.physicalLocation
  return {
    level,
    rule: ruleId,
    message: message.text,
    file: place === undefined ? undefined : decodeURIComponent(place.artifactLocation.uri.replace(/^file:\/\//, '')),
    line: place?.region?.startLine,
    column: place?.region?.startColumn,
    count: occurrenceCount ?? 1,
  }
}

function sumOf(results: readonly Result[], level: Result['level']): number {
  return results.reduce((sum, result) => sum + (result.level === level ? result.count : 0), 0)
}
