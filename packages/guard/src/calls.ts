import type { HandleResults, LeaseGrant, RegisterResults } from '@curfew/contract'

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

  async function post(path: string, body: string, contentType: string, timeoutMs: number): Promise<unknown> {
    const response = await send(`${base}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': contentType },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) {
      const problem = await response.text().catch(() => '')
      throw new CurfewRefusal(response.status, `Curfew answered ${response.status} to ${path}: ${detailOf(problem)}`)
    }
    return response.status === 204 ? undefined : response.json()
  }
  const postJson = (path: string, body: unknown, timeoutMs = 5_000) =>
    post(path, JSON.stringify(body), 'application/json', timeoutMs)

  return {
    register: async (session: unknown) =>
      (await postJson('/source/sessions', { sessions: [session] })) as RegisterResults,
    touch: async (sessions: readonly unknown[]) =>
      (await postJson('/source/sessions/touch', { sessions })) as HandleResults,
    end: async (handle: string) =>
      (await postJson('/source/sessions/end', { sessions: [{ handle }] })) as HandleResults,
    report: async (report: unknown, timeoutMs: number) =>
      (await postJson('/source/acks', report, timeoutMs)) as LeaseGrant,
    introspect: async (handle: string, timeoutMs: number) =>
      (await post(
        '/source/introspect',
        new URLSearchParams({ handle }).toString(),
        'application/x-www-form-urlencoded',
        timeoutMs,
      )) as { active: true; sub: string; sid: string; exp: number } | { active: false },
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
    const { detail } = JSON.parse(problem) as { detail?: unknown }
    return typeof detail === 'string' ? detail : 'no detail'
  } catch {
    return 'no detail'
  }
}
