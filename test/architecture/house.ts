import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { notCommitted } from './rooms.ts'

/** Everything that the checks look at, as plain values, so that a test can build a small one with something wrong in it. */
export interface House {
  /** Names at the top level, without dotfiles and what is never committed. */
  topLevel: string[]
  /** Folders in `apps/` and `packages/`. */
  folders: string[]
  /** Path from the top level to text: code and styles of `apps`, `packages`, `test`, and `vite.config.ts`. */
  files: Map<string, string>
  /** Specifier to path: `@curfew/store/memory` to `packages/store/src/memory/index.ts`. */
  doors: Map<string, string>
  /** Packages that the product has, and those that only working on it has. */
  dependencies: string[]
  devDependencies: string[]
}

interface Manifest {
  name: string
  exports?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** Read the house that stands at that folder. */
export function readHouse(root: string): House {
  const folders = ['apps', 'packages'].flatMap((wing) =>
    readdirSync(join(root, wing), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${wing}/${entry.name}`),
  )
  const own = readManifest(root, '.')
  return {
    topLevel: readdirSync(root).filter((name) => !name.startsWith('.') && !notCommitted.includes(name)),
    folders,
    files: new Map(
      ['apps', 'packages', 'test', 'vite.config.ts']
        .flatMap((path) => filesBelow(root, path))
        .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
    ),
    doors: new Map(folders.flatMap((folder) => doorsOf(folder, readManifest(root, folder)))),
    dependencies: Object.keys(own.dependencies ?? {}),
    devDependencies: Object.keys(own.devDependencies ?? {}),
  }
}

function filesBelow(root: string, path: string): string[] {
  if (/\.(tsx?|m?js|css)$/.test(path)) return [path]
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => !notCommitted.includes(entry.name))
    .filter((entry) => entry.isDirectory() || /\.(tsx?|m?js|css)$/.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`]))
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

function doorsOf(folder: string, { name, exports = {} }: Manifest): [string, string][] {
  return Object.entries(exports).map(([door, file]) => [join(name, door), join(folder, file)])
}
