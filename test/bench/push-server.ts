import { createServer, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import { createEventStream, eventFrame } from '@curfew/logoff/event-stream'
import type { FeedEvent } from '@curfew/registry'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { listen } from '../../apps/bff/src/serving/listen.ts'
import { openRawEventStream } from '../../apps/bff/src/serving/raw-event-stream.ts'
import { type Bindings, createWebServer } from '../../apps/bff/src/serving/web-server.ts'
import { type FromServer, type ToServer, type Way, waysToPush } from './push.ts'

/** One way of holding event streams and writing to all of them, in a process of its own. */
type Pusher = { readonly server: Server; readonly push: (event: FeedEvent) => void }

const ways: Readonly<Record<Way, () => Pusher>> = {
  /** The product's own parts: its server, its hub, its raw streams. */
  curfew() {
    let send: (event: FeedEvent) => void = () => {}
    const feed = {
      subscribe(listener: (event: FeedEvent) => void) {
        send = listener
        return () => {}
      },
      since: () => [],
      lastId: 'start',
    }
    const { streams } = createEventStream({ feed })
    let sessions = 0
    const app = new Hono<{ Bindings: Bindings }>().get('/api/events', (c) => {
      const sink = openRawEventStream(c.env.outgoing, c.res.headers)
      streams.attach(`session-${(sessions += 1)}`, sink, { changes: true, lastEventId: null })
      return RESPONSE_ALREADY_SENT
    })
    return { server: createWebServer(app.fetch, null), push: (event: FeedEvent) => send(event) }
  },

  /** What anyone would write with Node alone. */
  bare() {
    const held = new Set<ServerResponse>()
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(':\n\n')
      held.add(response)
      response.on('close', () => held.delete(response))
    })
    return {
      server,
      push({ event, data, id }) {
        const frame = eventFrame(event, data, id)
        for (const response of held) response.write(frame)
      },
    }
  },

  /** What hono offers. */
  streamSSE() {
    const held = new Set<SSEStreamingApi>()
    const app = new Hono().get('/api/events', (c) =>
      streamSSE(c, async (stream) => {
        await stream.write(':\n\n')
        held.add(stream)
        await new Promise<void>((resolve) => stream.onAbort(resolve))
        held.delete(stream)
      }),
    )
    const listener = getRequestListener(app.fetch)
    return {
      server: createServer((incoming, outgoing) => void listener(incoming, outgoing)),
      push({ event, data, id }) {
        const frame = { event, data: JSON.stringify(data), id }
        for (const stream of held) void stream.writeSSE(frame)
      },
    }
  },
}

const way = waysToPush.find((one) => one === process.argv[2])
if (way === undefined) throw new Error(`Start it with one of ${waysToPush.join(', ')}`)
const { server, push } = ways[way]()
const port = await listen(server, '127.0.0.1', 0)
tell({ say: 'listening', port })

process.on('message', (message: ToServer) => {
  if (message.say === 'leave') process.exit(0)
  else if (message.say === 'weigh') void weigh()
  else if (message.say === 'push') {
    const startMs = performance.timeOrigin + performance.now()
    push({ id: message.id, event: 'sessions', data: { began: 1, ended: [], changed: message.changed, many: false } })
    tell({ say: 'pushed', startMs })
  }
})

function tell(message: FromServer) {
  process.send?.(message)
}

/** After a collection, so that what is weighed is held and not left over. */
async function weigh() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  const { rss, heapUsed } = process.memoryUsage()
  tell({ say: 'weighed', rssBytes: rss, heapBytes: heapUsed })
}
