import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }

const program = new Command('tipbridge').description(packageJson.description).version(packageJson.version)

program.parse()
