// Loaded with `node --import` before the first TypeScript file. Plain JavaScript on purpose: a Node that is too old cannot
// read TypeScript, and would answer with "Unknown file extension" instead of with what to do.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const neededMajor = 24
const major = Number(process.versions.node.split('.')[0])

if (!(major >= neededMajor)) {
  console.error(
    [
      `Curfew needs Node ${neededMajor} or newer; this is Node ${process.versions.node} at ${process.execPath}.`,
      'On Linux (x64, arm64) "npm ci" installs the right one, and "npm start" and "npm test" use it: run those, not node itself.',
      'Anywhere else, or if optional dependencies were left out, install Node 24 or newer and try again.',
    ].join('\n'),
  )
  process.exit(1)
}

// What was compiled once is kept beside the packages: types need not be stripped again at every start, nor by the store's
// threads, which inherit the variable. Where nothing can be written there, every start compiles anew, and works.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../../node_modules/.cache/curfew/compiled', import.meta.url),
)
module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
