import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const house = join(import.meta.dirname, '..')
const open = join(house, 'packages/store/src/sqlite/open.ts')

/** Where `npm test` puts the product that it bundles. */
export const bundleFolder = join(house, 'node_modules/.cache/curfew/product')

/**
 * The store's threads, which it starts by the names of their files, as they are in a bundle: beside what is in the expression.
 * Left out: in the bundle that `npm test` has made. A thread of one file starts in a third of the time that its 550 modules take.
 */
export function threadsAt(expression = JSON.stringify(pathToFileURL(join(bundleFolder, 'start.js')).href)): Plugin {
  const before = 'new URL(`./${name}.ts`, import.meta.url)'
  return {
    name: 'curfew:threads',
    enforce: 'pre',
    async load(id) {
      if (id !== open) return null
      const code = await readFile(id, 'utf8')
      if (!code.includes(before)) throw new Error(`${open} starts its threads in a way that is not known here`)
      return code.replace(before, `new URL(\`./\${name}.js\`, ${expression})`)
    },
  }
}
