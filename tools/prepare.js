/**
 * Builds what a checkout of the repository lacks. `npm install -g git+…`, which is how pre-commit installs a hook, does not install
 * the development dependencies that the build needs (npm/cli#8440): then they are installed first, and `npm ci` comes back here.
 * JavaScript, because that may be an older Node.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const isBare = process.env.npm_config_global === 'true' && !existsSync(new URL('node_modules/typescript', root))

const { status } = spawnSync('npm', isBare ? ['ci', '--include=dev', '--no-audit', '--no-fund'] : ['run', '--silent', 'build'], {
  cwd: fileURLToPath(root),
  env: { ...process.env, npm_config_global: 'false' },
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
