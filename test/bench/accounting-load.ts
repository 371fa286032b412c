import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type Attribute, attribute, packetCodes, signRequest } from '@curfew/radius'

/** Sends RADIUS accounting and counts its answers, in a process of its own. */
export type ToLoad =
  | { readonly say: 'burst'; readonly port: number; readonly packets: number; readonly window: number }
  | { readonly say: 'steady'; readonly port: number; readonly packetsPerSecond: number; readonly seconds: number }
export type FromLoad = {
  readonly answered: number
  readonly unanswered: number
  /** How many sessions those packets are of. */
  readonly sessions: number
  readonly seconds: number
  /** From sending to the answer, in milliseconds; of a steady load only. */
  readonly latencies: readonly number[]
}

const secret = Buffer.from(process.argv[2] ?? '')
const patienceMs = 10_000
const perSocket = 256
/** Start, two Interim-Updates, Stop. */
const life = [1, 3, 3, 2]

let run = 0
process.on('message', (message: ToLoad) => {
  run += 1
  const done = message.say === 'burst' ? burst(message) : steady(message)
  void done.then((figures) => process.send?.(figures))
})
process.once('disconnect', () => process.exit())

/** One packet of a session's life. Every fourth is of a new session. */
function packet(slot: number, turn: number, identifier: number): Buffer {
  const session = `${process.pid}.${run}.${slot}.${Math.floor(turn / life.length)}`
  const step = turn % life.length
  const attributes: Attribute[] = [
    attribute('Acct-Status-Type', life[step] ?? 1),
    attribute('NAS-Identifier', 'bench'),
    attribute('Acct-Session-Id', session),
    attribute('User-Name', `user.${slot}.${Math.floor(turn / life.length) % 97}`),
    attribute('Calling-Station-Id', '203.0.113.9'),
    attribute('Acct-Session-Time', step * 60),
    attribute('Acct-Input-Octets', step * 10_000),
    attribute('Acct-Output-Octets', step * 20_000),
    attribute('Acct-Delay-Time', 0),
  ]
  return signRequest({ code: packetCodes.accountingRequest, identifier, attributes }, secret)
}

const sessionsIn = (turns: number) => Math.ceil(turns / life.length)

async function sockets(count: number): Promise<Socket[]> {
  const all = Array.from({ length: count }, () => createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 }))
  for (const socket of all) {
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  return all
}

/** As many as are answered with `window` under way; all are signed before the time begins. */
async function burst({ port, packets, window }: Extract<ToLoad, { say: 'burst' }>): Promise<FromLoad> {
  const [socket] = await sockets(1)
  if (!socket) throw new Error('There is no socket')
  const turns = Math.floor(packets / window)
  const queues = Array.from({ length: window }, (_, slot) =>
    Array.from({ length: turns }, (_turn, turn) => packet(slot, turn, slot)),
  )
  const sent = Array.from({ length: window }, () => 0)
  let answered = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  let timer = setTimeout(resolve, patienceMs)
  const send = (slot: number) => {
    const next = queues[slot]?.[sent[slot] ?? 0]
    if (next) socket.send(next, port, '127.0.0.1')
  }
  socket.on('message', ([code, identifier = 0]) => {
    if (code !== packetCodes.accountingResponse) return
    answered += 1
    sent[identifier] = (sent[identifier] ?? 0) + 1
    if (answered === turns * window) resolve()
    else send(identifier)
    if (answered % 1_000 === 0) {
      clearTimeout(timer)
      timer = setTimeout(resolve, patienceMs)
    }
  })
  const from = performance.now()
  for (let slot = 0; slot < window; slot += 1) send(slot)
  await promise
  const seconds = (performance.now() - from) / 1_000
  clearTimeout(timer)
  socket.close()
  return {
    answered,
    unanswered: turns * window - answered,
    sessions: window * sessionsIn(turns),
    seconds,
    latencies: [],
  }
}

/** So many a second, whatever comes back. */
async function steady({ port, packetsPerSecond, seconds }: Extract<ToLoad, { say: 'steady' }>): Promise<FromLoad> {
  const all = await sockets(8)
  const free = Array.from({ length: all.length * perSocket }, (_, slot) => slot)
  const turns = Array.from({ length: free.length }, () => 0)
  const sentAt = new Float64Array(free.length)
  const latencies: number[] = []
  for (const [index, socket] of all.entries())
    socket.on('message', ([code, identifier = 0]) => {
      const slot = index * perSocket + identifier
      if (code !== packetCodes.accountingResponse || !sentAt[slot]) return
      latencies.push(performance.now() - sentAt[slot])
      sentAt[slot] = 0
      free.push(slot)
    })
  const from = performance.now()
  const untilMs = from + seconds * 1_000
  let sent = 0
  for (let now = from; now < untilMs; now = performance.now()) {
    const due = Math.floor(((now - from) / 1_000) * packetsPerSecond)
    while (sent < due) {
      const slot = free.shift()
      // Everything is under way: what is due is sent as soon as there is room, and the latency says so.
      if (slot === undefined) break
      const turn = turns[slot] ?? 0
      turns[slot] = turn + 1
      sentAt[slot] = performance.now()
      all[Math.floor(slot / perSocket)]?.send(packet(slot, turn, slot % perSocket), port, '127.0.0.1')
      sent += 1
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const enough = performance.now() + patienceMs
  while (latencies.length < sent && performance.now() < enough) await new Promise((resolve) => setTimeout(resolve, 20))
  for (const socket of all) socket.close()
  return {
    answered: latencies.length,
    unanswered: sent - latencies.length,
    sessions: turns.reduce((sum, count) => sum + sessionsIn(count), 0),
    seconds,
    latencies,
  }
}
