import { readFile } from 'node:fs/promises'
import { ensureFirstAdministrator, type FirstAdministrator } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import manifest from '../package.json' with { type: 'json' }
import { carryOut } from './admin/carry-out.ts'
import { openControlSocket } from './admin/control-socket.ts'
import type { Config } from './configuration/config.ts'
import { claimDataDirectory } from './data-directory.ts'
import { openStore } from './house/open-store.ts'
import { originsOf } from './house/origins.ts'
import { furnish, leasesAtStart } from './house/ports.ts'
import { type Accounting, startAccounting } from './house/radius/accounting.ts'
import { createRoutes } from './house/routes.ts'
import type { Log } from './log.ts'
import { followConnections } from './serving/connections.ts'
import { type ConsoleFiles, readConsoleFiles } from './serving/console-files.ts'
import { addressOf, listen } from './serving/listen.ts'
import type { Shortcut } from './serving/shortcut.ts'
import { createWebServer, type Fetch, type TlsFiles } from './serving/web-server.ts'
import { StartError } from './start-error.ts'
import { stopWithin } from './stopping.ts'

export type Curfew = {
  /** `http://127.0.0.1:8080`: where this process listens, as a browser on this machine writes it. */
  readonly address: string
  /** For whoever started it, to be shown once and kept nowhere: the setup link of a first start, the logon of a demo. */
  readonly welcome: readonly string[]
  /** Drain and end; at most five seconds. Resolves with what could not be ended in time, by name. */
  stop(signal: string): Promise<readonly string[]>
}

export type CurfewOptions = {
  readonly config: Config
  readonly log: Log
  /** The console's build; null: another process serves the console. */
  readonly consoleDirectory: string | null
}

/**
 * Start everything: the one place where rules, store, channels, routes and sockets meet.
 *
 * @throws StartError, CurfewError with a sentence for whoever started it; nothing is left running or locked then
 */
export async function startCurfew({ config, log, consoleDirectory }: CurfewOptions): Promise<Curfew> {
  const { host, dataDirectory, demo } = config
  const files = await readConsole(consoleDirectory)
  const tls = await readTlsFiles(config)
  await claimDataDirectory(dataDirectory, demo === null ? 'real' : 'demo')
  const { store, bookkeeping } = await openStore(dataDirectory)

  let isReady = true
  let fetch: Fetch = () => new Response('Curfew is starting.\n', { status: 503, headers: { 'Retry-After': '1' } })
  let shortcut: Shortcut = (_incoming, _outgoing, otherwise) => otherwise()
  const server = createWebServer(
    (request, env) => fetch(request, env),
    tls,
    (...taken) => shortcut(...taken),
  )
  const connections = followConnections(server)
  let stopAccounting: () => Promise<void> | undefined = () => undefined
  try {
    const port = await listen(server, host, config.port)
    const address = addressOf(host, port, tls !== null)
    const { createDemo } = demo === null ? { createDemo: null } : await import('./demo/index.ts')
    const hasAdministrator = config.firstAdministrator !== null
    const demonstration = createDemo?.({ sessions: demo ?? 0, address, log, hasAdministrator })
    const issuer = config.publicUrls[0]?.origin ?? address
    const house = furnish(store, log, demonstration?.channels, await leasesAtStart(store), issuer)
    const given = config.firstAdministrator ?? demonstration?.firstAdministrator ?? {}
    const first = await ensureFirstAdministrator(house.ports, given).catch(nameTheVariable)
    const origins = originsOf({ host, port, isTls: tls !== null, publicUrls: config.publicUrls })
    const isSecure = tls !== null || config.publicUrls.some((url) => url.protocol === 'https:')
    const { version } = manifest
    const { radiusAccountingPort } = config
    let accounting: Accounting | null = null
    const served = { config, house, files, log, version, origins, isSecure }
    const heard = { read: () => accounting?.heard() ?? null }
    const routes = createRoutes({ ...served, isReady: () => isReady, accounting: heard })
    fetch = routes.fetch
    shortcut = routes.shortcut
    accounting =
      radiusAccountingPort === null
        ? null
        : await startAccounting({
            host,
            port: radiusAccountingPort,
            ports: house.ports,
            nases: house.nases,
            bookkeeping,
            log,
          })
    stopAccounting = () => accounting?.stop()
    const control = await openControlSocket(dataDirectory, (order) => carryOut(house.ports, order))
    await demonstration?.fill(house.ports)
    house.begin()
    demonstration?.begin(house.ports)
    log({ event: 'started', address, version, demo: demo !== null })

    const welcome = [...(demonstration?.welcome ?? []), ...setupLines(first, config.publicUrls[0]?.origin ?? address)]
    const stop = async (signal: string) => {
      const begunMs = performance.now()
      isReady = false
      log({ event: 'stopping', signal, heldStreams: house.streams.held })
      const late = await stopWithin({ house, connections, others: [accounting, control, demonstration] })
      log({ event: 'stopped', durationMs: Math.round(performance.now() - begunMs) })
      return late
    }
    return { address, welcome, stop }
  } catch (error) {
    connections.cut()
    server.close()
    await stopAccounting()
    await store.close()
    throw error
  }
}

/** Nobody has typed it into a form: what is wrong with it stands in the environment. */
function nameTheVariable(error: unknown): never {
  if (!(error instanceof CurfewError)) throw error
  if (error.code === 'password-too-weak') throw new StartError(`CURFEW_ADMIN_PASSWORD: ${error.message}`)
  throw error.code === 'invalid-request' ? new StartError(`CURFEW_ADMIN_USER: ${error.message}`) : error
}

function setupLines(first: FirstAdministrator, address: string): readonly string[] {
  if (first.outcome !== 'setup-needed') return []
  return [
    'There is no administrator yet. Whoever opens this link becomes the first one; it works once, and until the next start:',
    `${address}/setup#${first.setupToken}`,
  ]
}

async function readConsole(directory: string | null): Promise<ConsoleFiles> {
  if (directory === null) return new Map()
  try {
    return await readConsoleFiles(directory)
  } catch (cause) {
    throw new StartError(
      'The console is not built. Start with "npm start", which builds it, or run "npm run build" first.',
      {
        cause,
      },
    )
  }
}

async function readTlsFiles({ tls }: Config): Promise<TlsFiles | null> {
  if (tls === null) return null
  const read = (name: string, file: string) =>
    readFile(file).catch((cause: unknown) => {
      throw new StartError(`${name} is ${file}, and that file cannot be read.`, { cause })
    })
  return { cert: await read('CURFEW_TLS_CERT', tls.certFile), key: await read('CURFEW_TLS_KEY', tls.keyFile) }
}
