import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A small Curfew that speaks the source API and can be told to misbehave. Positions and sessions are plain arrays. */
export type Mood = 'well' | 'dead' | 'black-hole' | 'refusing' | 'lying' | 'slow'

/** @param slowMs how long every answer takes while it is slow */
export async function startFakeCurfew({ leaseMs = 300, slowMs = 600 } = {}) {
  const open = new Map<string, string>()
  const closed: { position: number; data: object }[] = []
  const feeds = new Set<ServerResponse>()
  const reports: { position: number; verified: string[]; leaving: boolean }[] = []
  const asked = { introspect: 0, touch: [] as string[], end: [] as string[], register: 0 }
  const held = new Set<ServerResponse>()
  let mood: Mood = 'well'
  let feedMood: Mood = 'well'

  const json = (response: ServerResponse, body: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const frame = ({ position, data }: { position: number; data: object }) =>
    `id: ${position}\nevent: closed\ndata: ${JSON.stringify(data)}\n\n`

  function feed(request: IncomingMessage, response: ServerResponse) {
    if (feedMood === 'black-hole') return held.add(response)
    const from = Number(request.headers['last-event-id'] ?? closed.length)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`event: hello\ndata: ${JSON.stringify({ leaseMs, position: from })}\n\n`)
    for (const event of closed) if (event.position > from) response.write(frame(event))
    feeds.add(response)
    response.once('close', () => feeds.delete(response))
  }

  function answer(path: string, body: string, response: ServerResponse) {
    if (path === '/source/acks') {
      reports.push(JSON.parse(body) as (typeof reports)[number])
      return json(response, { leaseMs, position: closed.length })
    }
    if (path === '/source/introspect') {
      asked.introspect += 1
      const handle = new URLSearchParams(body).get('handle') ?? ''
      const sid = open.get(handle)
      return json(
        response,
        sid
          ? { active: true, sub: `user of ${handle}`, sid, iat: 1, exp: 2, curfew_status: 'active' }
          : { active: false },
      )
    }
    const { sessions = [] } = JSON.parse(body || '{}') as { sessions?: { handle: string }[] }
    if (path === '/source/sessions') {
      asked.register += 1
      const results = sessions.map(({ handle }) => {
        open.set(handle, `id-of-${handle}-${asked.register}`)
        return { handle, outcome: 'registered', sessionId: open.get(handle), detail: '' }
      })
      return json(response, { results })
    }
    if (path === '/source/sessions/touch') asked.touch.push(...sessions.map(({ handle }) => handle))
    if (path === '/source/sessions/end') {
      asked.end.push(...sessions.map(({ handle }) => handle))
      for (const { handle } of sessions) open.delete(handle)
    }
    return json(response, { results: [] })
  }

  const server = createServer((request, response) => void take(request, response))
  async function take(request: IncomingMessage, response: ServerResponse) {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (mood === 'dead') return request.socket.destroy()
    if (mood === 'black-hole') return held.add(response)
    if (mood === 'refusing') return response.writeHead(401).end('{"detail":"The key is not known."}')
    if (mood === 'lying')
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"active":"yes","leaseMs":-1}')
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs))
    const path = request.url?.split('?')[0] ?? ''
    return path === '/source/feed' ? feed(request, response) : answer(path, body, response)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    asked,
    feeds,
    openSession: (handle: string) => open.set(handle, `id-of-${handle}`),
    setMood(all: Mood, ofFeed: Mood = all) {
      mood = all
      feedMood = ofFeed
    },
    close(handle: string) {
      const sessionId = open.get(handle) ?? 'unknown'
      open.delete(handle)
      const logoff = {
        receipt: `receipt-of-${handle}-long-enough`,
        ending: 'closure',
        at: new Date(0).toISOString(),
        byYourself: false,
        messageToUser: 'Good night',
      }
      const event = {
        position: closed.length + 1,
        data: { deliveryId: `delivery-of-${handle}`, sessionId, handle, logoff },
      }
      closed.push(event)
      for (const response of feeds) response.write(frame(event))
    },
    hold(userId: string, endsInMs: number) {
      const data = { holds: [{ userId, endsInMs, messageToUser: 'Call 4711.' }, { nonsense: 1 }] }
      for (const response of feeds) response.write(`event: holds\ndata: ${JSON.stringify(data)}\n\n`)
    },
    cutFeeds() {
      for (const response of feeds) response.destroy()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
