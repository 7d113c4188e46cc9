import type { Command } from 'commander'
import type { ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

interface MappingsFlags {
  mappings?: string
}

/** Adds `tipbridge mappings check|list|show`. `end` gets the exit code. */
export function addMappings(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const mappings = program
    .command('mappings')
    .summary('check, list and show the mapping tables')
    .description('Works with the mapping tables.')
  const add = (name: string, description: string) =>
    mappings.command(name).description(description).option('--mappings <directory>', 'own tables, laid over those of tipbridge')
  add('check', 'compile every row, and report each that is wrong')
    .argument('[directory]', 'the same as --mappings')
    .action(async (directory: string | undefined, flags: MappingsFlags) => {
      const { checkMappings } = await import('../mapping-tables.ts')
      end(await checkMappings(directory ?? flags.mappings, terminal))
    })
  add('list', 'name every row, one a line').action(async (flags: MappingsFlags) => {
    const { listMappings } = await import('../mapping-tables.ts')
    end(await listMappings(flags.mappings, terminal))
  })
  add('show', 'show what becomes of an attribute type, an object template or a galaxy')
    .argument('<type>')
    .action(async (type: string, flags: MappingsFlags) => {
      const { showMapping } = await import('../mapping-tables.ts')
      end(await showMapping(type, flags.mappings, terminal))
    })
}
