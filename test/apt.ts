import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type AptLimits = {
  /** How long it may take to learn what there is; a machine without a mirror is found out by this. Null: it is known. */
  readonly updateMs?: number | null
  readonly installMs?: number
}

/** Whether this process may install Debian's packages. */
export function hasApt(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get').length > 0
}

/** Whether apt has heard of all of these; what the mirror has is not asked. */
export function isKnownToApt(packages: readonly string[]): boolean {
  return packages.every((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0)
}

/** Every file of that name on the PATH, in its order. */
export function onPath(name: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).filter((path) => existsSync(path))
}

/** Install Debian's packages and nothing that they only recommend. @throws Error when that fails or takes too long */
export async function installWithApt(
  packages: readonly string[],
  { updateMs = 300_000, installMs = 300_000 }: AptLimits = {},
): Promise<void> {
  const quietly = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['Acquire::Retries=0', 'Acquire::http::Timeout=5', 'DPkg::Lock::Timeout=60']
  const options = patience.flatMap((option) => ['-o', option])
  if (updateMs !== null) await run('apt-get', ['update', ...options], quietly, updateMs)
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...options, ...packages], quietly, installMs)
}

/** Run a command with its output shown; rejects unless it ends with 0 in time. */
export function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv, limitMs: number) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(command, words, { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: limitMs })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${command} ${words.join(' ')} ended with ${signal ?? `exit code ${code}`}`))
    })
  })
}
