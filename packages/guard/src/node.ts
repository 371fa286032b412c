import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Decision, Guard } from './guard.ts'
import { interruption, type ProtectOptions, type RequestHead, refusal } from './protect.ts'
import type { Guarded } from './requests.ts'

/** A request that was accepted; `guarded` is there for its handler. */
export type GuardedMessage = IncomingMessage & { guarded?: Guarded }

/**
 * The guard for Express, Connect and plain `node:http`: `next()` is called for accepted sessions only.
 *
 * An answer that has not begun when the session is closed becomes the `session-closed` problem; one that has begun is
 * broken off, so that half of it does not look whole.
 */
export function protectNode(guard: Guard, options: ProtectOptions) {
  return (message: GuardedMessage, response: ServerResponse, next: (error?: unknown) => void): void => {
    const request = new Head(message)
    const handle = options.handleOf(request)
    const decision = handle === undefined ? noSession : guard.decide(handle)
    if (decision instanceof Promise) decision.then((made) => go(made), next)
    else go(decision)

    function go(made: Decision) {
      if (!made.accepted) return void write(refusal(request, options, made), response)
      const running = guard.begin(made.session, () => {
        const answer = interruption(request, options, running)
        if (response.headersSent || !answer) response.destroy()
        else void write(answer, response).then(() => silence(response))
      })
      message.guarded = running.guarded
      // It comes once, and `once` costs more than the rest of the guard.
      response.on('close', () => running.finish())
      next()
    }
  }
}

const noSession: Decision = { accepted: false, why: 'closed', logoff: undefined }

/** Serve `/session-events` from a node server. */
export async function sessionEventsNode(
  guard: Guard,
  message: IncomingMessage,
  response: ServerResponse,
  handle: string | undefined,
) {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const body = message.method === 'POST' ? await readText(message) : null
  const answer = await guard.sessionEvents(
    new Request(toRequest(message), { body, signal: gone.signal, method: message.method ?? 'GET' }),
    handle,
  )
  await write(answer, response)
}

/** The user has been answered: what the handler still writes is dropped, instead of throwing in the middle of it. */
function silence(response: ServerResponse) {
  response.setHeader = () => response
  response.writeHead = () => response
  response.write = () => true
  response.end = () => response
}

/** What the guard looks at, without the cost of a whole `Request`. */
class Head implements RequestHead {
  private readonly message: IncomingMessage

  constructor(message: IncomingMessage) {
    this.message = message
  }

  get method() {
    return this.message.method ?? 'GET'
  }

  get url() {
    return String(urlOf(this.message))
  }

  get headers() {
    return this
  }

  get(name: string) {
    const value = this.message.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }
}

function urlOf(message: IncomingMessage): URL {
  return new URL(message.url ?? '/', `http://${message.headers.host ?? 'localhost'}`)
}

function toRequest(message: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) if (!name.startsWith(':')) headers.append(name, one)
  }
  return new Request(urlOf(message), { method: message.method ?? 'GET', headers })
}

async function readText(message: IncomingMessage): Promise<string> {
  let text = ''
  message.setEncoding('utf8')
  for await (const chunk of message) {
    text += String(chunk)
    if (text.length > 2_000) break
  }
  return text
}

async function write(answer: Response, response: ServerResponse): Promise<void> {
  if (response.headersSent || response.destroyed) return
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (!answer.body) {
    response.end()
    return
  }
  response.flushHeaders()
  for await (const bytes of answer.body) {
    if (response.destroyed) break
    response.write(bytes)
  }
  response.end()
}
