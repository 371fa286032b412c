import { createServer, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { misbehave } from './mishaps.ts'

/** What a sink does with a request that it has read. */
export const sinkBehaviours = ['takes', 'down', '400', '302', '410', 'slow', 'huge'] as const
export type SinkBehaviour = (typeof sinkBehaviours)[number]

/** One request as it came. */
export type Heard = {
  readonly at: Date
  readonly id: string
  /** Of its body, if the signature is good. */
  readonly type: string
  readonly isGenuine: boolean
  readonly body: string
}

export type WebhookSink = {
  readonly server: Server
  readonly heard: () => readonly Heard[]
  behave(behaviour: SinkBehaviour): void
  /** The secret that was shown when the webhook was added; before it, nothing is taken for genuine. */
  trust(secret: string): void
}

const mostKept = 1_000
const mostBytes = 64 * 1024
/** A receiver of webhooks, with knobs for all that receivers do wrong. It believes only what is signed with its secret. */
export function createWebhookSink(): WebhookSink {
  const heard: Heard[] = []
  let behaviour: SinkBehaviour = 'takes'
  let webhook: Webhook | null = null

  const server = createServer((request, response) => {
    if (behaviour === 'down') return misbehave('down', request, response)
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) request.socket.destroy()
      else chunks.push(chunk)
    })
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const type = verified(webhook, body, headers)
      const id = headers['webhook-id'] ?? ''
      heard.push({ at: new Date(), id, type: type ?? '', isGenuine: type !== null, body })
      if (heard.length > mostKept) heard.shift()
      if (behaviour === '410') response.writeHead(410).end()
      else if (behaviour === 'takes') response.writeHead(type === null ? 401 : 204).end()
      else misbehave(behaviour, request, response)
    })
  })

  return {
    server,
    heard: () => heard,
    behave(next) {
      behaviour = next
    },
    trust(secret) {
      webhook = new Webhook(secret)
    },
  }
}

/** The type of a genuine event; null: it is none of Curfew's, or too old, or was changed on its way. */
function verified(webhook: Webhook | null, body: string, headers: Record<string, string>): string | null {
  try {
    const event: unknown = webhook?.verify(body, headers)
    const type: unknown = typeof event === 'object' && event !== null && 'type' in event ? event.type : null
    return typeof type === 'string' ? type : null
  } catch {
    return null
  }
}
