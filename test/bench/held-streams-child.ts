import { connect, type Socket } from 'node:net'
import type { FromClients, ToClients } from './held-streams.ts'

/** Holds many event streams on bare sockets and says when a marker has arrived on them. Runs in a process of its own. */
const streams: { socket: Socket; tail: string }[] = []
let marker = ''
let awaited = 0
let arrivals: number[] = []
/** By stream: when the marker came, in milliseconds since 1970; 0 before. */
let arrivedAt = new Float64Array()

process.on('message', (message: ToClients) => {
  if (message.say === 'open') void open(message).then(() => tell({ say: 'opened' }))
  else if (message.say === 'await') {
    marker = message.marker
    awaited = message.streams
    arrivals = []
    arrivedAt = new Float64Array(streams.length)
    for (const stream of streams) stream.tail = ''
    tell({ say: 'awaiting' })
  } else process.exit(0)
})

function tell(message: FromClients) {
  process.send?.(message)
}

async function open({ port, requests, atOnce }: Extract<ToClients, { say: 'open' }>) {
  for (let next = 0; next < requests.length; next += atOnce) {
    await Promise.all(requests.slice(next, next + atOnce).map((request) => openOne(port, request)))
  }
}

function openOne(port: number, request: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const index = streams.length
  const stream = { socket: connect(port, '127.0.0.1'), tail: '' }
  streams.push(stream)
  stream.socket.on('error', reject)
  stream.socket.once('connect', () => stream.socket.write(request))
  stream.socket.once('data', (first) => {
    if (!String(first).startsWith('HTTP/1.1 200'))
      reject(new Error(`A stream was answered with ${String(first).slice(0, 300)}`))
    else resolve()
    stream.socket.on('data', (bytes) => notice(index, stream, String(bytes)))
  })
  return promise
}

function notice(index: number, stream: { tail: string }, text: string) {
  if (marker === '' || arrivedAt[index] !== 0) return
  const seen = stream.tail + text
  if (!seen.includes(marker)) {
    stream.tail = seen.slice(-marker.length)
    return
  }
  const now = performance.timeOrigin + performance.now()
  arrivedAt[index] = now
  arrivals.push(now)
  if (arrivals.length === awaited) tell({ say: 'arrived', firstMs: arrivals[0] ?? 0, lastMs: now })
}
