import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LogoffEvent } from '@curfew/contract'
import type { Guard } from './guard.ts'
import { closedProblem, handleGuarded, type ProtectOptions } from './protect.ts'
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
    const request = toRequest(message)
    const answered = new Promise<undefined>((resolve) => response.once('close', () => resolve(undefined)))
    handleGuarded(guard, options, request, async (guarded) => {
      message.guarded = guarded
      guarded.signal.addEventListener('abort', () => response.headersSent && response.destroy(), { once: true })
      next()
      await answered
      return handedOver
    }).then((answer) => {
      if (answer !== handedOver) return write(answer, response)
    }, next)
  }
}

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

/** Says that the answer is the handler's own. */
const handedOver = new Response(null)

function toRequest(message: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) if (!name.startsWith(':')) headers.append(name, one)
  }
  const url = new URL(message.url ?? '/', `http://${message.headers.host ?? 'localhost'}`)
  return new Request(url, { method: message.method ?? 'GET', headers })
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

export { closedProblem, type LogoffEvent }
