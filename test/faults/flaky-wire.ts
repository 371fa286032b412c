import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP wire between guards and Curfew that can be cut, be slow, or swallow everything without a word. */
export interface FlakyWire {
  readonly url: string
  /** Break what is connected and refuse the rest, until `mend`. */
  cut(): void
  /** Carry nothing any more, in either direction, and say nothing. */
  swallow(): void
  /** Carry everything, so much later. */
  delay(ms: number): void
  mend(): void
  close(): Promise<void>
}

export async function startFlakyWire(target: string): Promise<FlakyWire> {
  const { hostname, port } = new URL(target)
  const ends = new Set<Socket>()
  let mood: 'well' | 'cut' | 'swallow' | 'slow' = 'well'
  let delayMs = 0
  const hold = (socket: Socket) => {
    ends.add(socket)
    socket.on('error', () => {}).once('close', () => ends.delete(socket))
  }

  const server = createServer((near) => {
    hold(near)
    if (mood === 'cut') return near.destroy()
    const far = connect(Number(port), hostname)
    hold(far)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (mood === 'well') to.write(bytes)
        else if (mood === 'slow') setTimeout(() => to.destroyed || to.write(bytes), delayMs).unref()
      })
      from.once('close', () => mood !== 'swallow' && to.destroy())
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const breakAll = () => {
    for (const end of ends) end.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      mood = 'cut'
      breakAll()
    },
    swallow() {
      mood = 'swallow'
    },
    delay(ms) {
      mood = 'slow'
      delayMs = ms
    },
    mend() {
      // What was swallowed is lost, what was delayed would be overtaken: those connections cannot be whole again.
      if (mood === 'swallow' || mood === 'slow') breakAll()
      mood = 'well'
    },
    async close() {
      breakAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
