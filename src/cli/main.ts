import { run } from './program.ts'
import { processTerminal } from './terminal.ts'
import { limitYoungGeneration } from './young-generation.ts'

limitYoungGeneration()
process.exit(await run(process.argv.slice(2), processTerminal()))
