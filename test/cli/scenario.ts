/** One file of test/scenarios: what it shows, and commands with what is expected of each. */
export interface Scenario {
  title: string
  steps: Step[]
}

export interface Step {
  command: string
  expectations: string[]
}

/**
 * Reads a scenario. A line that begins with `$` is a command, one that begins with `>` an expectation of the command
 * before it; everything before the first command is the title. Lines that begin with `#` are remarks.
 */
export function parseScenario(text: string): Scenario {
  const scenario: Scenario = { title: '', steps: [] }
  for (const line of text.split('\n')) {
    const step = scenario.steps.at(-1)
    if (line.startsWith('$ ')) scenario.steps.push({ command: line.slice(2), expectations: [] })
    else if (line.startsWith('> ') && step !== undefined) step.expectations.push(line.slice(2))
    else if (step === undefined && !line.startsWith('#')) scenario.title = `${scenario.title} ${line}`.trim()
    else if (line.trim() !== '' && !line.startsWith('#')) throw new Error(`not understood: ${line}`)
  }
  return scenario
}

/** Splits a command line into words as a shell does; quotes hold words together. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? '')
}
