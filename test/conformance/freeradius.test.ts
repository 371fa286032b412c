import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AccountingEvent,
  createAccountingListener,
  createDisconnector,
  createSourceTable,
  identificationIn,
  isNasEvent,
  openUdpSocket,
} from '@curfew/radius'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createNas } from '../../apps/playground/src/nas/nas.ts'

const guide = join(import.meta.dirname, '../../docs/connect/radius.md')
const isInstalled = spawnSync('freeradius', ['-v']).status === 0
if (!isInstalled)
  console.info(
    `FreeRADIUS is not installed (Debian: freeradius): nobody knows whether its blocks in ${guide} are true.`,
  )

const relaySecret = Buffer.from('THE-SECRET')
const nasSecret = Buffer.from('SECRET-OF-THE-NAS')
const patience = { timeout: 30_000, interval: 20 }

describe.skipIf(!isInstalled)(
  'FreeRADIUS between a NAS and Curfew, as the guide sets it up',
  { timeout: 60_000 },
  () => {
    test.each(['at once', 'copied'] as const)('hands accounting on, %s', async (way) => {
      const curfew = await listenAsCurfew()
      const relay = await startRelay({ way, accountingPort: curfew.port, nasPort: 9 })
      const nas = await nasBehind(relay)

      const { acctSessionId } = nas.logOn('ada')
      await vi.waitFor(() => expect(nas.unanswered).toBe(0), patience)
      nas.logOff(acctSessionId)

      const wanted = [`start ${acctSessionId}`, `stop ${acctSessionId}`]
      await vi.waitFor(() => expect(curfew.said()).toEqual(wanted), patience)
      expect(curfew.events[0]).toMatchObject({ nas: { key: 'vpn-2' }, facts: { userName: 'ada' } })
    })

    test('while Curfew does not store keeps what was copied, and the NAS is answered all the same', async () => {
      const curfew = await listenAsCurfew({ failures: 1 })
      const nas = await nasBehind(await startRelay({ way: 'copied', accountingPort: curfew.port, nasPort: 9 }))

      nas.logOn('ada')
      await vi.waitFor(() => expect(nas.unanswered).toBe(0), patience)

      await vi.waitFor(() => expect(curfew.said()).toHaveLength(1), patience)
    })

    test('passes a Disconnect-Request on, and the answer back', async () => {
      const curfew = await listenAsCurfew()
      const ports = await freePorts(1)
      const relay = await startRelay({ way: 'at once', accountingPort: curfew.port, nasPort: ports[0] ?? 0 })
      const nas = await nasBehind(relay, ports[0])
      const disconnector = createDisconnector({
        bind: { ipv4: '127.0.0.1' },
        retransmission: { giveUpAfterMs: 20_000 },
      })
      onTestFinished(() => disconnector.stop())
      const { acctSessionId } = nas.logOn('ada')
      await vi.waitFor(() => expect(curfew.said()).toHaveLength(1), patience)
      const [start] = curfew.events
      if (start === undefined || isNasEvent(start)) throw new Error('There should be a Start')

      const order = {
        nas: { address: '127.0.0.1', port: relay.disconnectPort, secret: relaySecret },
        identification: identificationIn(start.attributes),
      }
      expect(await disconnector.disconnect(order)).toMatchObject({ to: 'acknowledged' })
      expect(await disconnector.disconnect(order)).toMatchObject({ to: 'refused', errorCause: 503 })

      const wanted = [`start ${acctSessionId}`, `stop ${acctSessionId}`]
      await vi.waitFor(() => expect(curfew.said()).toEqual(wanted), patience)
    })
  },
)

async function listenAsCurfew({ failures = 0 } = {}) {
  const events: AccountingEvent[] = []
  let failuresLeft = failures
  const source = {
    id: 'relay',
    secrets: [relaySecret],
    requiresMessageAuthenticator: false,
    nasKnownBy: 'attributes',
  } as const
  const listener = await createAccountingListener({
    sockets: [{ address: '127.0.0.1', port: 0 }],
    sources: createSourceTable([{ network: '127.0.0.1', source }]),
    commit: async (batch) => {
      failuresLeft -= 1
      if (failuresLeft >= 0) throw new Error('the disk is full')
      events.push(...batch)
    },
  })
  onTestFinished(() => listener.stop())
  /** What a busy machine made the NAS send again counts once. */
  const said = () => {
    const all = events.flatMap((event) => (isNasEvent(event) ? [] : [`${event.kind} ${event.acctSessionId}`]))
    return [...new Set(all)]
  }
  return { events, said, port: listener.addresses[0]?.port ?? 0 }
}

async function nasBehind(relay: Relay, disconnectPort = 0) {
  const accounting = { address: '127.0.0.1', port: relay.accountingPort }
  const nas = await createNas({
    identifier: 'vpn-2',
    address: '127.0.0.1',
    secret: nasSecret,
    accounting,
    disconnectPort,
  })
  onTestFinished(() => nas.close())
  return nas
}

type Relay = { readonly accountingPort: number; readonly disconnectPort: number }
type RelayOptions = { readonly way: 'at once' | 'copied'; readonly accountingPort: number; readonly nasPort: number }

/** FreeRADIUS with the guide's blocks, in a directory and on ports of its own. */
async function startRelay({ way, accountingPort, nasPort }: RelayOptions): Promise<Relay> {
  const directory = await mkdtemp(join(tmpdir(), 'curfew-freeradius-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  // It refuses a configuration that others can read.
  await chmod(directory, 0o700)
  const [ownPort = 0, coaPort = 0] = await freePorts(2)
  await writeFile(
    join(directory, 'radiusd.conf'),
    await configurationOf(way, { directory, accountingPort, nasPort, ownPort, coaPort }),
    { mode: 0o600 },
  )
  const program = spawn('freeradius', ['-f', '-l', 'stdout', '-xx', '-d', directory, '-n', 'radiusd'], {
    stdio: 'pipe',
  })
  onTestFinished(() => end(program))
  let printed = ''
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  await vi.waitFor(() => {
    if (program.exitCode !== null) printed += '\nIt has ended.'
    expect(printed).toContain('Ready to process requests')
  }, patience)
  return { accountingPort: ownPort, disconnectPort: coaPort }
}

type Places = Readonly<Record<'accountingPort' | 'nasPort' | 'ownPort' | 'coaPort', number>> & {
  readonly directory: string
}

/** What surrounds the guide's blocks in a Debian installation, as far as they need it. */
async function configurationOf(way: RelayOptions['way'], places: Places): Promise<string> {
  const { directory, ownPort } = places
  const text = await readFile(guide, 'utf8')
  const block = (name: string) => {
    const found = new RegExp(`^\`\`\`radiusd ${name}\\n([^]*?)^\`\`\`$`, 'm').exec(text)?.[1]
    if (found === undefined) throw new Error(`The guide has no block “${name}”`)
    return onLoopback(found, places)
  }
  const isCopied = way === 'copied'
  return `
    prefix = /usr
    logdir = ${directory}
    run_dir = ${directory}
    radacctdir = ${directory}
    libdir = /usr/lib/freeradius
    pidfile = ${directory}/pid
    max_requests = 1024
    proxy_requests = yes
    security {
      allow_core_dumps = no
    }
    ${block('proxy.conf')}
    ${block('nas')}
    ${block('coa')}
    client nases {
      ipaddr = 127.0.0.1
      secret = ${nasSecret.toString()}
    }
    modules {
      always ok {
        rcode = ok
      }
      ${block('modules')}
    }
    ${isCopied ? block('server') : ''}
    server accounting {
      listen {
        type = acct
        ipaddr = 127.0.0.1
        port = ${ownPort}
      }
      preacct {
        ${isCopied ? '' : block('preacct')}
      }
      accounting {
        ok
        ${isCopied ? 'curfew_detail' : ''}
      }
    }
  `
}

/** The guide's addresses and ports, where they are in this test. Curfew's own client has to differ from that of the NAS. */
function onLoopback(block: string, { accountingPort, nasPort, coaPort }: Places): string {
  const isCoa = block.includes('curfew-coa')
  const moved = block.replace('port = 1813', `port = ${accountingPort}`)
  if (!isCoa)
    return moved.replace('192.0.2.10', '127.0.0.1').replace('192.0.2.20', '127.0.0.1').replace('3799', String(nasPort))
  // One address is one client to FreeRADIUS: on loopback the server for disconnects gets a list of its own.
  return moved
    .replace(
      /client curfew \{[^}]*\}/,
      (client) => `clients curfew_only {\n${client.replace('192.0.2.10', '127.0.0.1')}\n}`,
    )
    .replace('ipaddr = *', 'ipaddr = 127.0.0.1\n clients = curfew_only')
    .replace('3799', String(coaPort))
}

async function freePorts(count: number): Promise<number[]> {
  const options = { address: '127.0.0.1', port: 0, onDatagram: () => {}, onError: () => {} }
  const sockets = await Promise.all(Array.from({ length: count }, () => openUdpSocket(options)))
  await Promise.all(sockets.map((socket) => socket.close()))
  return sockets.map(({ port }) => port)
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, 'close')
  program.kill('SIGKILL')
  await ended
}
