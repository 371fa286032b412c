import { readdirSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin, ProxyOptions } from 'vite'
import { defineConfig } from 'vitest/config'
import { bundleVariable } from './test/product.ts'
import { threadsAt } from './test/threads-of-bundle.ts'

const house = import.meta.dirname

/** What the BFF answers and the console does not; everything else is a page of the console. */
const servedByBff = [
  '/api',
  '/source',
  '/healthz',
  '/readyz',
  '/metrics',
  '/backchannel-logout',
  '/.well-known/jwks.json',
  '/.well-known/ssf-configuration',
  '/signals',
]

export default defineConfig(({ mode }) => {
  if (mode === 'test') return tests
  const onMocks = mode === 'mock'
  return {
    root: join(house, 'apps/console'),
    cacheDir: join(house, 'node_modules/.vite'),
    // What is built on mocks nobody serves to anyone.
    plugins: [react(), knownLanguages(), ...(onMocks ? [mockServiceWorker()] : [noMocks(), precompress()])],
    build: {
      outDir: 'dist',
      assetsDir: 'assets',
      emptyOutDir: true,
      // A data: URL would need a hole in the content security policy.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
    server: {
      host: '127.0.0.1',
      port: 5173,
      strictPort: true,
      ...(onMocks ? {} : { proxy: Object.fromEntries(servedByBff.map((path) => [path, bff()])) }),
    },
  }
})

/**
 * The running BFF, through the dev server: streams included, for as long as either side wants them.
 * `Host` and `Origin` stay the browser's own, so that the BFF's check of where a request comes from still means something.
 */
function bff(): ProxyOptions {
  return {
    target: `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`,
    changeOrigin: false,
    timeout: 0,
    proxyTimeout: 0,
  }
}

/** Serve MSW's service worker from where it is installed, so that no copy of it can reach the product. */
function mockServiceWorker(): Plugin {
  return {
    name: 'curfew:mock-service-worker',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use('/mockServiceWorker.js', (_request, response, next) => {
        readFile(fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'))).then((script) => {
          response.setHeader('Content-Type', 'text/javascript')
          response.setHeader('Cache-Control', 'no-store')
          response.end(script)
        }, next)
      })
    },
  }
}

/**
 * Leave out what react-aria says in languages that the console does not speak. A language is spoken when it has a catalogue
 * (`messages/de.ts`); English stays, because that is what react-aria falls back to.
 */
function knownLanguages(): Plugin {
  const spoken = readdirSync(join(house, 'apps/console/src/messages')).map((name) => name.slice(0, 3).replace('.', '-'))
  return {
    name: 'curfew:known-languages',
    apply: 'build',
    load(id) {
      const locale = /\/react-aria(?:-components)?\/dist\/private\/intl\/(?:.+\/)?(\w\w-\w\w)\.mjs$/.exec(id)?.[1]
      return locale === undefined || spoken.includes(locale.slice(0, 3)) ? null : 'export default {}'
    },
  }
}

/** Fail the build when a mock got into it. */
function noMocks(): Plugin {
  return {
    name: 'curfew:no-mocks',
    apply: 'build',
    generateBundle(_options, bundle) {
      const bundled = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const mocks = bundled.filter((id) => /\/(packages\/mocks|node_modules\/msw)\//.test(id))
      if (mocks.length > 0) this.error(`The product must hold no mock, and this build holds ${mocks.join(', ')}`)
    },
  }
}

/** Write `name.br` and `name.gz` beside every file of the build that gets smaller by it; the BFF sends them as they are. */
function precompress(): Plugin {
  const compressible = /\.(html|js|css|svg|json|txt|webmanifest|map)$/
  const brotli = promisify(brotliCompress)
  const gzipped = promisify(gzip)
  return {
    name: 'curfew:precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('precompress: the build has no output directory')
      const files = await readdir(dir, { recursive: true })
      await Promise.all(
        files
          .filter((name) => compressible.test(name))
          .map(async (name) => {
            const file = join(dir, name)
            const plain = await readFile(file)
            const best = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }
            const packed = { br: await brotli(plain, best), gz: await gzipped(plain, { level: 9 }) }
            for (const [extension, bytes] of Object.entries(packed))
              if (bytes.length < plain.length) await writeFile(`${file}.${extension}`, bytes)
          }),
      )
    },
  }
}

// `npm test` has bundled the product; whoever starts vitest himself has the store's threads from their sources.
const threads = process.env[bundleVariable] === undefined ? [] : [threadsAt()]

// A condition that is waited for has this long: a busy machine is slow, and a wait that is too short is a flake.
const patience = { poll: { timeout: 15_000 } }

// They draw nothing, and yet need a window.
const inAWindow = ['api/departure', 'api/request', 'features/sources/source-form'].map(
  (name) => `apps/console/src/${name}.test.ts`,
)

/** Real processes, real browsers, and a machine that may have much else to do. */
const startsProcesses = {
  isolate: false,
  expect: patience,
  environment: 'node' as const,
  setupFiles: ['test/setup/no-stray-errors.ts'],
  // An end to what hangs, and no measure of anything: a machine that others use takes its time.
  testTimeout: 480_000,
  hookTimeout: 240_000,
}

// It says of guards that they know while all is well; without a share of the machine within each lease nobody can.
const needsTheMachine = ['test/faults/promise-across-applications.test.ts']

/** Where the tests run. `npm test -- --project node packages/store` runs one corner of them. */
const tests = defineConfig({
  root: house,
  test: {
    // On two cores: many a test waits for a process, a timer or a browser, and leaves its core to another.
    maxWorkers: 3,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    passWithNoTests: false,
    projects: [
      {
        plugins: threads,
        test: {
          name: 'node',
          expect: patience,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: 'node',
          // Loading the rooms costs more than most of these tests. What a file leaves behind, it leaves to the next.
          isolate: false,
          include: [
            'packages/**/*.test.ts',
            // What of the console decides and draws nothing.
            'apps/console/**/*.test.ts',
            'apps/{bff,playground}/**/*.test.ts',
            'test/{architecture,bench,conformance,setup}/**/*.test.ts',
            'test/*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'test/journey.test.ts', ...inAWindow],
          setupFiles: ['test/setup/no-stray-errors.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'console',
          // Each file has a window of its own, and a thread for it costs less than a process.
          pool: 'threads',
          expect: patience,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: 'jsdom',
          include: ['apps/console/**/*.test.tsx', ...inAWindow],
          setupFiles: ['no-stray-errors', 'no-stray-warnings', 'rendered'].map((name) => `test/setup/${name}.ts`),
          // How things look is for the journeys to say: to ask a window here for computed styles takes a tenth of the time.
          css: { include: [], modules: { classNameStrategy: 'non-scoped' } },
        },
      },
      {
        // A journey waits for a browser and a fault for a process most of the time: they share the cores well.
        plugins: threads,
        test: {
          name: 'journeys',
          ...startsProcesses,
          include: ['test/journeys/**/*.test.ts', 'test/journey.test.ts'],
        },
      },
      {
        plugins: threads,
        test: {
          name: 'faults',
          ...startsProcesses,
          include: ['test/faults/**/*.test.ts'],
          exclude: needsTheMachine,
        },
      },
      {
        plugins: threads,
        test: {
          name: 'alone',
          ...startsProcesses,
          include: needsTheMachine,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
