export type InputErrorCode =
  | 'unreadable'
  | 'empty-input'
  | 'not-json'
  | 'not-utf-8'
  | 'truncated-input'
  | 'not-recognised'
  | 'stix-1'
  | 'too-large'
  | 'too-deep'

/** An input of which nothing can be read. The message names the input, says what was found and what is accepted. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly code: InputErrorCode
  /** The file, or `standard input`. */
  readonly input: string

  constructor(code: InputErrorCode, input: string, message: string, options?: ErrorOptions) {
    super(`${input}: ${message}`, options)
    this.code = code
    this.input = input
  }
}
