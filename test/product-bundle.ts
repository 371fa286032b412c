import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'vite'
import { isUpToDate, newestChange } from './console-build.ts'
import { bundleFolder, threads, threadsAt } from './threads-of-bundle.ts'

const house = join(import.meta.dirname, '..')
const written = join(bundleFolder, 'start.js')
const rooms = ['access', 'api', 'contract', 'logoff', 'radius', 'registry', 'store'].map(
  (room) => `packages/${room}/src`,
)
const sources = [
  ...rooms,
  'apps/bff/src',
  'apps/bff/package.json',
  'package-lock.json',
  'test/product-bundle.ts',
  'test/threads-of-bundle.ts',
]

/**
 * The words after `node` that start the product from few files, written anew unless they are newer than all that they are made of.
 *
 * Eight hundred modules, those of the store's three threads not counted, are most of what a start costs, and the tests start the
 * product a hundred times. What runs is the same code; that `npm start` runs it from its sources is tested, too.
 *
 * @throws Error when it cannot be written
 */
export async function programOfBundle(): Promise<string[]> {
  const changed = await newestChange(sources.map((path) => join(house, path)))
  if (!isUpToDate(await newestChange([written]), changed)) await bundle()
  return ['--import', './apps/bff/src/runtime.mjs', written]
}

async function bundle(): Promise<void> {
  const nodeEnv = process.env['NODE_ENV']
  const inputs = Object.fromEntries(threads.map((path) => [basename(path, '.ts'), path]))
  await build({
    configFile: false,
    root: house,
    logLevel: 'warn',
    plugins: [start(), threadsAt('import.meta.url')],
    // What is native, and what looks for its own files.
    ssr: { noExternal: true, external: ['@node-rs/argon2', 'pino'] },
    build: {
      ssr: true,
      outDir: bundleFolder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: { input: { start: 'curfew:start', ...inputs }, output: { entryFileNames: '[name].js' } },
    },
  })
  await writeFile(join(bundleFolder, 'package.json'), '{ "type": "module" }')
  // A build takes the whole process for a production of its own.
  if (nodeEnv === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = nodeEnv
}

/** `start.ts` without its look at the console's build, which is there. */
function start(): Plugin {
  const main = join(house, 'apps/bff/src/main.ts')
  const consoleBuild = join(house, 'apps/console/dist')
  return {
    name: 'curfew:start',
    resolveId: (id) => (id === 'curfew:start' ? '\0curfew:start' : null),
    load: (id) =>
      id === '\0curfew:start'
        ? `import { main } from ${JSON.stringify(main)}
           await main(process.env, process.argv.slice(2), ${JSON.stringify(consoleBuild)})`
        : null,
  }
}
