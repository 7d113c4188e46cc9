/** What a run ends with; the README and the help list them. */
export const EXIT = {
  ok: 0,
  /** An object was set aside; a loss under `--strict`; a difference under `--check`; a violation that counts. */
  findings: 1,
  usage: 2,
  /** Not one input could be read. */
  input: 3,
  output: 4,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
