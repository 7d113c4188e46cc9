import { execFileSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A person's settings must not decide what a test finds. */
export const GIT_ENV = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...GIT_ENV } })
}

/** Lays the sources as they are now, and nothing that is built, into `folder`, and commits them there. Gives the commit. */
export function layCheckout(folder: string): string {
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0')
  for (const file of files) if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  return commitAll(folder)
}

/** Makes `folder` a repository with one commit of all that is in it. */
export function commitAll(folder: string): string {
  git(folder, 'init', '--quiet')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'As it is now')
  return git(folder, 'rev-parse', 'HEAD').trim()
}
