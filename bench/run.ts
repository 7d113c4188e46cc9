import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Runs the benchmarks of this folder, each in a process of its own: `npm run bench`, or `npm run bench -- NAME…` for some of them. */
const wanted = process.argv.slice(2)
const benchmarks = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts'))
const chosen = benchmarks.filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.bench.ts')))

if (chosen.length === 0) {
  console.error(`No such benchmark. There are: ${benchmarks.map((file) => basename(file, '.bench.ts')).join(', ') || 'none'}`)
  process.exitCode = 2
}

// What is measured is what is shipped
const build = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', cwd: join(import.meta.dirname, '..') })
if (build.status !== 0) process.exit(1)

for (const file of chosen.sort()) {
  console.log(`== ${basename(file, '.bench.ts')}`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(import.meta.dirname, file)], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
