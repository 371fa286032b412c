import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The product as `npm start` starts it, in a process of its own, on a data directory of its own. */
export interface Product extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; the same after a restart. */
  readonly url: string
  readonly dataDir: string
  readonly isRunning: boolean
  /** Undefined while it does not run. */
  readonly processId: number | undefined
  /** All that it has printed since the first start, standard error included. */
  logs: () => string
  /** Ask it to end (SIGTERM) and wait. Resolves with its exit code; rejects, and ends it hard, when it takes over a minute. */
  stop: () => Promise<number | null>
  /** `kill -9`, at this instant; resolves when it is gone. */
  crash: () => Promise<void>
  /** Start it again on the same data and address. */
  restart: () => Promise<void>
  /** Stop it if it runs, and delete its data. */
  remove: () => Promise<void>
}

export interface ProductOptions {
  /** Added to the environment; what begins with `CURFEW_` is not inherited from whoever runs the tests. */
  env?: Record<string, string>
  /** Words after those of `npm start`, such as `--demo 50`. */
  words?: string[]
  /** What is started instead: the words after `node`. Left out: the bundle that `npm test` has made, or what `npm start` starts. */
  program?: string[]
  /** Done with the empty data directory before the first start: what happened there "yesterday". */
  prepare?: (dataDir: string) => Promise<void>
}

/** The super admin of a first start. */
export const firstAdministrator = { userId: 'ada', password: 'lantern-Harbour-42-quiet' }

const house = join(import.meta.dirname, '..')
const endWithParent = new URL('./setup/end-with-parent.mjs', import.meta.url).href
const readyLine = /^Curfew is ready at (http\S+?)\/?$/
const startLimitMs = 120_000
const stopLimitMs = 60_000

/** Start the product and wait until it says that it is ready. @throws Error with its logs when it ends or takes too long. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const program = [
    '--import',
    endWithParent,
    ...(options.program ?? bundled() ?? (await programOfNpmStart())),
    ...(options.words ?? []),
  ]
  const dataDir = await mkdtemp(join(tmpdir(), 'curfew-'))
  let printed = ''
  let child: ChildProcess | undefined
  let url = ''

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const start = async (port: string) => {
    child = spawn(process.execPath, program, { cwd: house, env: environment(options, dataDir, port), stdio: 'pipe' })
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (printed += text))
    url = await ready(child, () => printed)
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child === undefined || !isRunning()) return child?.exitCode ?? null
    const ended = once(child, 'close')
    child.kill(signal)
    await ended
    return child.exitCode
  }
  const stop = async () => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      child?.kill('SIGKILL')
    }, stopLimitMs)
    const code = await end('SIGTERM').finally(() => clearTimeout(timer))
    if (late) throw new Error(`The product did not stop within ${stopLimitMs} ms of SIGTERM.\n${printed}`)
    return code
  }
  const remove = async () => {
    await end('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }

  try {
    await options.prepare?.(dataDir)
    await start('0')
  } catch (error) {
    await remove()
    throw error
  }
  return {
    get url() {
      return url
    },
    get isRunning() {
      return isRunning()
    },
    get processId() {
      return isRunning() ? child?.pid : undefined
    },
    dataDir,
    logs: () => printed,
    stop,
    crash: async () => void (await end('SIGKILL')),
    restart: () => start(new URL(url).port),
    remove,
    [Symbol.asyncDispose]: remove,
  }
}

/** Said by `npm test`, see `programOfBundle`: the words after `node`, as JSON. */
export const bundleVariable = 'TEST_PRODUCT'

function bundled(): string[] | undefined {
  const words = process.env[bundleVariable]
  return words === undefined ? undefined : JSON.parse(words)
}

/** The words after `node` in the `start` script, so that what is tested is what an operator starts. */
export async function programOfNpmStart(): Promise<string[]> {
  const manifest: { scripts: { start: string } } = JSON.parse(await readFile(join(house, 'package.json'), 'utf8'))
  const [node, ...words] = manifest.scripts.start.split(' ')
  if (node !== 'node' || words.length === 0)
    throw new Error(`"npm start" does not start with node: ${manifest.scripts.start}`)
  return words
}

function environment({ env = {} }: ProductOptions, dataDir: string, port: string): NodeJS.ProcessEnv {
  const ofTheTests = /^(CURFEW_|VITEST|NODE_ENV$|HOST$|PORT$)/
  const inherited = Object.entries(process.env).filter(([name]) => !ofTheTests.test(name))
  return {
    ...Object.fromEntries(inherited),
    HOST: '127.0.0.1',
    PORT: port,
    CURFEW_DATA_DIR: dataDir,
    CURFEW_ADMIN_USER: firstAdministrator.userId,
    CURFEW_ADMIN_PASSWORD: firstAdministrator.password,
    ...env,
  }
}

/** The address in the line that says so. */
function ready(child: ChildProcess, logs: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer)
      reject(new Error(`The product did not start: ${reason}.\n${logs()}`))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(`it was not ready within ${startLimitMs} ms`)
    }, startLimitMs)
    child.once('error', (error) => fail(error.message))
    child.once('close', (code, signal) => fail(`it ended with ${signal ?? `exit code ${code}`}`))
    if (child.stdout === null) return fail('it has no standard output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = readyLine.exec(line)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}
