import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { demandOpenFiles, type HeldStreams, holdStreams, streamRequest } from './held-streams.ts'
import { openFilesLimit } from './machine.ts'
import { median, type Table } from './table.ts'

export const waysToPush = ['curfew', 'bare', 'streamSSE'] as const
export type Way = (typeof waysToPush)[number]

export type ToServer =
  | { readonly say: 'push'; readonly id: string; readonly changed: string[] }
  | { readonly say: 'weigh' | 'leave' }
export type FromServer =
  | { readonly say: 'listening'; readonly port: number }
  | { readonly say: 'pushed'; readonly startMs: number }
  | { readonly say: 'weighed'; readonly rssBytes: number; readonly heapBytes: number }

const names: Readonly<Record<Way, string>> = {
  curfew: 'curfew (hub, raw writes)',
  bare: 'bare node:http, one write each',
  streamSSE: 'hono streamSSE',
}

/**
 * Push one event to all held streams, from the decision to send it until the last reader has it; the ways take turns, so that
 * what else happens on the machine hits all of them. And what one held stream weighs in each.
 *
 * Memory is what the process grew by between a tenth of the streams and all of them: what it costs to begin at all is left out.
 */
export async function benchPush({ streams = 10_000, rounds = 15 } = {}): Promise<readonly Table[]> {
  demandOpenFiles(streams + 500, openFilesLimit())
  const held = new Map<Way, { server: PushServer; clients: HeldStreams; rss: number; heap: number }>()
  try {
    for (const way of waysToPush) {
      const server = await startPushServer(way)
      const clients = holdStreams()
      const open = async (count: number) => clients.open(server.port, Array.from({ length: count }, aRequest))
      const few = Math.ceil(streams / 10)
      await open(few)
      const before = await server.weigh()
      await open(streams - few)
      const after = await server.weigh()
      const each = (bytes: number) => bytes / (streams - few) / 1024
      held.set(way, {
        server,
        clients,
        rss: each(after.rssBytes - before.rssBytes),
        heap: each(after.heapBytes - before.heapBytes),
      })
    }
    const toLast = await takeTurns(held, streams, rounds)
    return [pushTable(toLast, streams), memoryTable(held)]
  } finally {
    for (const { server, clients } of held.values()) {
      await clients.leave()
      server.leave()
    }
  }
}

/** Between two pushes. The product rests after each by itself, and that is no part of how long one takes. */
const restMs = 750

async function takeTurns(
  held: ReadonlyMap<Way, { server: PushServer; clients: HeldStreams }>,
  streams: number,
  rounds: number,
): Promise<ReadonlyMap<Way, number[]>> {
  const toLast = new Map<Way, number[]>(waysToPush.map((way) => [way, []]))
  // The first two rounds warm all of them up and are not counted.
  for (let round = -2; round < rounds; round += 1) {
    for (const way of rotated(waysToPush, round + 2)) {
      const pair = held.get(way)
      if (pair === undefined) throw new Error(`Nothing holds the streams of ${way}`)
      const marker = `round-${round}-of-${way}`
      const { arrival } = await pair.clients.expect(marker, streams)
      await new Promise((resolve) => setTimeout(resolve, restMs))
      const { startMs } = await pair.server.push(marker)
      const { lastMs } = await arrival
      if (round >= 0) toLast.get(way)?.push(lastMs - startMs)
    }
  }
  return toLast
}

function pushTable(toLast: ReadonlyMap<Way, number[]>, streams: number): Table {
  const of = (way: Way) => toLast.get(way) ?? []
  const ratio = (way: Way) => (median(of(way)) / median(of('bare'))).toFixed(2)
  return {
    title: `Push to ${streams.toLocaleString('en')} held streams, from sending to the last reader`,
    unit: 'ms',
    rows: waysToPush.map((way) => ({
      what: names[way],
      samples: of(way),
      ...(way === 'curfew' ? { goal: 'median ≤ 1.3 × bare' } : {}),
    })),
    notes: [`Medians against bare node:http: curfew ${ratio('curfew')}, streamSSE ${ratio('streamSSE')}.`],
  }
}

function memoryTable(held: ReadonlyMap<Way, { rss: number; heap: number }>): Table {
  const rows = [...held].flatMap(([way, { rss, heap }]) => [
    { what: `${names[way]}: resident`, samples: [rss], ...(way === 'curfew' ? { goal: '≤ 15' } : {}) },
    { what: `${names[way]}: of it JavaScript heap`, samples: [heap] },
  ])
  return {
    title: 'Memory of one held stream',
    unit: 'KiB',
    rows,
    notes: ['After a collection; readers are in another process.'],
  }
}

const rotated = <Item>(items: readonly Item[], by: number) =>
  items.map((_, index) => items[(index + by) % items.length]).filter((item) => item !== undefined)

const aRequest = () => streamRequest('/api/events', `curfew=${'x'.repeat(43)}`)

type PushServer = {
  readonly port: number
  push(marker: string): Promise<{ startMs: number }>
  weigh(): Promise<{ rssBytes: number; heapBytes: number }>
  leave(): void
}

async function startPushServer(way: Way): Promise<PushServer> {
  const child = fork(join(import.meta.dirname, 'push-server.ts'), [way], { execArgv: ['--expose-gc'] })
  const say = (message: ToServer) => void child.send(message)
  const { port } = await heard(child, 'listening')
  return {
    port,
    push(marker) {
      const pushed = heard(child, 'pushed')
      say({ say: 'push', id: 'n', changed: [marker] })
      return pushed
    },
    weigh() {
      const weighed = heard(child, 'weighed')
      say({ say: 'weigh' })
      return weighed
    },
    leave: () => say({ say: 'leave' }),
  }
}

function heard<Word extends FromServer['say']>(child: ChildProcess, word: Word) {
  return new Promise<Extract<FromServer, { say: Word }>>((resolve, reject) => {
    const listen = (message: FromServer) => {
      if (!says(message, word)) return
      child.off('message', listen)
      child.off('exit', fail)
      resolve(message)
    }
    const fail = () => reject(new Error(`A server of the bench has ended before it said "${word}"; see above.`))
    child.on('message', listen)
    child.once('exit', fail)
  })
}

const says = <Word extends FromServer['say']>(
  message: FromServer,
  word: Word,
): message is Extract<FromServer, { say: Word }> => message.say === word
