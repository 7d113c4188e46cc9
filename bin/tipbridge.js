#!/usr/bin/env node
import { readFileSync } from 'node:fs'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const needed = engines.node.replace('>=', '')

if (isOlder(process.versions.node, needed)) {
  console.error(`tipbridge needs Node.js ${needed} or newer; this is ${process.versions.node} (${process.execPath}).
Without installing one:  npx --package node@24 --package tipbridge tipbridge …
As a pre-commit hook:    language_version: 24.21.0`)
  process.exit(2)
}

// A reader that has seen enough (`tipbridge … | head`) closes the pipe; that is no failure.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  console.error(`tipbridge: cannot write to standard output: ${error.message}`)
  process.exit(4)
})
process.stderr.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
})

await import('../dist/cli/main.js')

/** Compares major and minor, which is all that `engines` names. */
function isOlder(version, than) {
  const [major, minor] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = than.split('.').map(Number)
  return major < neededMajor || (major === neededMajor && minor < neededMinor)
}
