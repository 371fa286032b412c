import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const house = join(import.meta.dirname, '..')
/** What starts threads, by the names of their files. */
const starters = ['packages/store/src/sqlite/open.ts', 'apps/bff/src/house/open-store.ts'].map((path) =>
  join(house, path),
)
/** The files of the threads. */
export const threads = [
  'packages/store/src/sqlite/reader-worker.ts',
  'packages/store/src/sqlite/writer-worker.ts',
  'apps/bff/src/house/radius/accounting-writer.ts',
].map((path) => join(house, path))

/** Where `npm test` puts the product that it bundles. */
export const bundleFolder = join(house, 'node_modules/.cache/curfew/product')

/**
 * The store's threads, which it starts by the names of their files, as they are in a bundle: beside what is in the expression.
 * Left out: in the bundle that `npm test` has made. A thread of one file starts in a third of the time that its 550 modules take.
 */
export function threadsAt(expression = JSON.stringify(pathToFileURL(join(bundleFolder, 'start.js')).href)): Plugin {
  const before = /new URL\('\.\/(?:\w+\/)*([\w-]+)\.ts', import\.meta\.url\)/g
  return {
    name: 'curfew:threads',
    enforce: 'pre',
    async load(id) {
      if (!starters.includes(id)) return null
      const code = await readFile(id, 'utf8')
      if (code.search(before) < 0) throw new Error(`${id} starts its threads in a way that is not known here`)
      return code.replace(before, (_before, name) => `new URL('./${name}.js', ${expression})`)
    },
  }
}
