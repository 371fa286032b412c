import type { ServerEvent } from './event-stream.ts'

/** A stream whose other end a test holds. */
export class AStream {
  readonly response: Response
  readonly askedFrom: string | null
  isCut = false
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(askedFrom: string | null, signal: AbortSignal) {
    this.askedFrom = askedFrom
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
      },
      cancel: () => {
        this.isCut = true
      },
    })
    signal.addEventListener('abort', () => this.cut(), { once: true })
    this.response = new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }

  write(text: string) {
    this.#controller?.enqueue(new TextEncoder().encode(text))
  }
  event({ name, data }: ServerEvent, id?: string) {
    this.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  /** As when the network goes. */
  cut() {
    if (this.isCut) return
    this.isCut = true
    this.#controller?.error(new Error('the connection was cut'))
  }
}

/** Waiting that a test ends itself: `pass(ms)` lets time go on. */
export class AClock {
  nowMs = Date.parse('2026-05-04T14:05:00.000Z')
  #waiting: { atMs: number; signal: AbortSignal; wake: () => void }[] = []

  readonly wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((wake) => {
      if (signal.aborted) return wake()
      this.#waiting.push({ atMs: this.nowMs + ms, signal, wake })
      signal.addEventListener('abort', () => wake(), { once: true })
    })

  /** How long the next one still waits; null when nobody does. */
  get nextInMs(): number | null {
    const left = this.#waiting.filter(({ signal }) => !signal.aborted).map(({ atMs }) => atMs - this.nowMs)
    return left.length === 0 ? null : Math.min(...left)
  }

  async pass(ms: number) {
    const untilMs = this.nowMs + ms
    for (let left = this.nextInMs; left !== null && this.nowMs + left <= untilMs; left = this.nextInMs) {
      this.nowMs += left
      const due = this.#waiting.filter(({ atMs }) => atMs <= this.nowMs)
      this.#waiting = this.#waiting.filter(({ atMs }) => atMs > this.nowMs)
      for (const { wake } of due) wake()
      await settled()
    }
    this.nowMs = untilMs
    await settled()
  }
}

/** Let everything that is ready to happen happen: promises and streams, no timers. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

export const aLogoff: ServerEvent = {
  name: 'logoff',
  data: {
    receipt: 'a-receipt-of-at-least-twenty-characters',
    ending: 'closure',
    at: '2026-05-04T14:05:00.123Z',
    byYourself: false,
    messageToUser: 'Call the desk.',
  },
}
export const aChange = (closureId: string): ServerEvent => ({ name: 'closures', data: { closureIds: [closureId] } })
