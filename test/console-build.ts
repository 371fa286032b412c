import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const house = join(import.meta.dirname, '..')
const built = join(house, 'apps/console/dist/index.html')
const sources = [
  'apps/console/index.html',
  'apps/console/package.json',
  'apps/console/public',
  'apps/console/src',
  'packages/contract/src',
  'package-lock.json',
  'vite.config.ts',
].map((path) => join(house, path))

/** Build the console unless its build is newer than all its sources. @throws Error when the build fails. */
export async function ensureConsoleBuilt(): Promise<void> {
  if (isUpToDate(await newestChange([built]), await newestChange(sources))) return
  console.log('Building the console, which the journeys run against.')
  await buildConsole()
}

/** Whether a build of that moment holds every change; no build at all (undefined) holds none. Times are in milliseconds. */
export function isUpToDate(builtMs: number | undefined, changedMs: number | undefined): boolean {
  return builtMs !== undefined && (changedMs === undefined || changedMs < builtMs)
}

/** The latest modification below the paths, folders included (they change when a file is removed); undefined when none exists. */
export async function newestChange(paths: string[]): Promise<number | undefined> {
  let newest: number | undefined
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) continue
    const below = found.isDirectory() ? await newestChange((await readdir(path)).map((name) => join(path, name))) : 0
    newest = Math.max(newest ?? 0, found.mtimeMs, below ?? 0)
  }
  return newest
}

/** In its own process: a build sets `NODE_ENV=production`, and the tests must not inherit that. */
function buildConsole() {
  const vite = fileURLToPath(new URL('../../bin/vite.js', import.meta.resolve('vite')))
  const { NODE_ENV: _ofTheTests, VITEST: _running, ...env } = process.env
  return new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build'], { cwd: house, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('The console could not be built; see above.')),
    )
  })
}
