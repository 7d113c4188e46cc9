/** The part of oxlint's plugin interface that is used here (it follows ESLint's). */
interface Context {
  report(finding: { node: unknown; message: string }): void
}
interface Call {
  callee: { type: string; name?: string }
  arguments: unknown[]
}

const MESSAGE = 'Pure code has no clock: take the time as an argument.'

/** `new Date()` and `Date()` read the clock; `new Date(value)` does not. */
const noClock = {
  create(context: Context) {
    return {
      NewExpression(node: Call) {
        if (isDate(node) && node.arguments.length === 0) context.report({ node, message: MESSAGE })
      },
      CallExpression(node: Call) {
        if (isDate(node)) context.report({ node, message: MESSAGE })
      },
    }
  },
}

function isDate({ callee }: Call): boolean {
  return callee.type === 'Identifier' && callee.name === 'Date'
}

export default { meta: { name: 'tipbridge' }, rules: { 'no-clock': noClock } }
