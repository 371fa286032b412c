import { parseJson, toGrant, toIntrospection, toRegistered } from './parse.ts'

/** Where Curfew is, and how this source proves who it is. */
export type CallOptions = { readonly url: string; readonly key: string; readonly fetch: typeof fetch }

/** Curfew answered, and the answer is no: calling again without a change is useless. */
export class CurfewRefusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'CurfewRefusal'
    this.status = status
  }
}

/** The calls a guard makes. Each rejects when Curfew cannot be reached within `timeoutMs`, or with `CurfewRefusal`. */
export function createCalls({ url, key, fetch: send }: CallOptions) {
  const base = url.replace(/\/+$/, '')
  const headers = { authorization: `Bearer ${key}` }

  async function post(path: string, body: string, contentType: string, timeoutMs: number): Promise<string> {
    const response = await send(`${base}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': contentType },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = await response.text()
    if (!response.ok)
      throw new CurfewRefusal(response.status, `Curfew answered ${response.status} to ${path}: ${detailOf(answer)}`)
    return answer
  }
  const postJson = (path: string, body: unknown, timeoutMs = 5_000) =>
    post(path, JSON.stringify(body), 'application/json', timeoutMs)

  return {
    register: async (session: unknown) =>
      toRegistered(parseJson(await postJson('/source/sessions', { sessions: [session] }))),
    touch: (sessions: readonly unknown[]) => postJson('/source/sessions/touch', { sessions }),
    end: (handle: string) => postJson('/source/sessions/end', { sessions: [{ handle }] }),
    report: async (report: unknown, timeoutMs: number) =>
      toGrant(parseJson(await postJson('/source/acks', report, timeoutMs))),
    async introspect(handle: string, timeoutMs: number) {
      const form = new URLSearchParams({ handle }).toString()
      return toIntrospection(
        parseJson(await post('/source/introspect', form, 'application/x-www-form-urlencoded', timeoutMs)),
      )
    },
    /** What a browser said from its logon page, handed on. */
    reportEnded: (report: unknown) => postJson('/api/session/ended', report),
    /** The open feed; it ends when `signal` fires. */
    async feed(guard: string, lastEventId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
      const resume = lastEventId ? { 'last-event-id': lastEventId } : {}
      const response = await send(`${base}/source/feed?guard=${encodeURIComponent(guard)}`, {
        headers: { ...headers, ...resume, accept: 'text/event-stream' },
        redirect: 'error',
        signal,
      })
      if (!response.ok || !response.body)
        throw new CurfewRefusal(response.status, `Curfew answered ${response.status} to /source/feed`)
      return response.body
    },
  }
}
export type Calls = ReturnType<typeof createCalls>

function detailOf(problem: string): string {
  try {
    const { detail } = parseJson(problem)
    return typeof detail === 'string' ? detail : 'no detail'
  } catch {
    return 'no detail'
  }
}
