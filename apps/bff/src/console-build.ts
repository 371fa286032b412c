import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const house = join(import.meta.dirname, '../../..')
export const consoleBuild = join(house, 'apps/console/dist')

/** All that the build is made of. */
const sources = [
  'apps/console/index.html',
  'apps/console/public',
  'apps/console/src',
  'packages/contract/src',
  'vite.config.ts',
  'package-lock.json',
]

/**
 * Build the console unless its build is newer than all that it is made of. Where there are no sources, as in an installed
 * product, the build is taken as it is.
 *
 * @returns false: the build failed, and has said why
 */
export async function buildConsoleIfNeeded(): Promise<boolean> {
  const [builtMs, changedMs] = await Promise.all([
    lastChange([join(consoleBuild, 'index.html')]),
    lastChange(sources.map((path) => join(house, path))),
  ])
  if (builtMs > changedMs) return true
  console.error('Building the console; this takes a few seconds and happens once.')
  // Beside the place where it is served from, so that two starts at once do not build into one another.
  const unfinished = join(house, `node_modules/.cache/curfew/console-${process.pid}`)
  // In a process of its own: what a bundler leaves in memory would stay there for as long as we serve.
  const build = spawn(
    process.execPath,
    [viteProgram(), 'build', '--logLevel', 'warn', '--outDir', unfinished, '--emptyOutDir'],
    { cwd: house, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const [code] = await once(build, 'exit')
  if (code !== 0) return false
  await rm(consoleBuild, { recursive: true, force: true })
  // When another start was quicker, its build is as good.
  await rename(unfinished, consoleBuild).catch(() => rm(unfinished, { recursive: true }))
  return true
}

export const viteProgram = () => fileURLToPath(new URL('../../bin/vite.js', import.meta.resolve('vite')))

/** The latest modification below the paths in milliseconds, folders included (they change when a file goes); 0: there are none. */
async function lastChange(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null)
      if (found === null) return 0
      const below = found.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : []
      return Math.max(found.mtimeMs, await lastChange(below))
    }),
  )
  return Math.max(0, ...times)
}
