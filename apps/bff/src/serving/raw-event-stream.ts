import type { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'
import type { Writable } from 'node:stream'
import { eventStreamHeaders } from '@curfew/api'
import type { EventSink } from '@curfew/registry'
import { takeSocket } from './take-socket.ts'

/** What a reader may have waiting in our memory before the next write drops it. The socket's own buffers come on top. */
const maxWaitingBytes = 64 * 1024

/** Headers that only HTTP/1.1 knows; on HTTP/2 they would end the whole connection. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/**
 * Answer with an event stream that is written straight to the socket, without a stream object per event or per reader.
 *
 * On HTTP/1.1 the body ends with the connection instead of being chunked: one event is one write of bytes that all readers
 * share (docs/decisions/0008-one-raw-event-stream.md).
 *
 * @param headers what the route has set already; those of an event stream are added
 */
export function openRawEventStream(outgoing: ServerResponse | Http2ServerResponse, headers: Headers): EventSink {
  for (const [name, value] of headers) if (!ofConnection.has(name)) outgoing.setHeader(name, value)
  for (const [name, value] of Object.entries(eventStreamHeaders)) outgoing.setHeader(name, value)
  if (outgoing instanceof Http2ServerResponse) {
    outgoing.writeHead(200)
    return new RawSink(outgoing.stream)
  }
  outgoing.setHeader('Connection', 'close')
  outgoing.removeHeader('Transfer-Encoding')
  outgoing.writeHead(200)
  outgoing.flushHeaders()
  const sink = new RawSink(outgoing)
  // Not now: we may be inside the turn of the parser that is to be let go.
  setImmediate(() => {
    const socket = takeSocket(outgoing.req, outgoing)
    if (socket !== null) sink.goOnWith(socket)
  })
  return sink
}

/** One held response. A class, because ten thousand of them share their methods. */
class RawSink implements EventSink {
  #body: Writable
  #onClose: (() => void)[] | null = []
  #waiting: (() => void)[] | null = null

  constructor(body: Writable) {
    this.#body = body
    // A client that vanishes is no fault of ours; without a listener it would be one.
    body.on('error', () => {})
    // Gone before we came to answer: it will not say so again.
    if (body.destroyed) this.#onClose = null
    else body.once('close', () => this.#settle())
  }

  /** The same bytes go on through another object. */
  goOnWith(body: Writable): void {
    this.#body = body
    body.once('close', () => this.#settle())
    if (this.#waiting !== null) this.#wait(body)
  }

  write(frames: string): boolean {
    const body = this.#body
    if (body.destroyed || body.writableEnded) return false
    // Judged before the write: one long replay may pass, a reader that has not taken the last one may not.
    if (body.writableLength > maxWaitingBytes) {
      body.destroy()
      return false
    }
    body.write(bytesOf(frames))
    return true
  }

  close(): void {
    this.#body.end()
  }

  onClose(listener: () => void): void {
    if (this.#onClose === null) listener()
    else this.#onClose.push(listener)
  }

  async ready(): Promise<void> {
    if (this.#onClose === null || !this.#body.writableNeedDrain) return
    await new Promise<void>((resume) => {
      const isFirst = this.#waiting === null
      this.#waiting = [...(this.#waiting ?? []), resume]
      if (isFirst) this.#wait(this.#body)
    })
  }

  #wait(body: Writable): void {
    if (body.writableNeedDrain) body.once('drain', () => this.#goOn())
    else this.#goOn()
  }

  #goOn(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const resume of waiting) resume()
  }

  #settle(): void {
    this.#goOn()
    const listeners = this.#onClose ?? []
    this.#onClose = null
    for (const listener of listeners) listener()
  }
}

let lastFrames = ''
let lastBytes = Buffer.alloc(0)

/** A broadcast hands the same text to every reader: it is turned into bytes once. */
function bytesOf(frames: string): Buffer {
  if (frames !== lastFrames) {
    lastFrames = frames
    lastBytes = Buffer.from(frames)
  }
  return lastBytes
}
