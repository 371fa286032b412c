import type { Guard } from '@curfew/guard'

/** How a relying party tells Curfew of its sessions, and asks. */
export type SessionsAtCurfew = {
  begin(session: { readonly sid: string; readonly userId: string; readonly userAgent: string }): Promise<void>
  end(sid: string): Promise<void>
  /** Whether Curfew lets it go on; one that does not ask says yes. */
  mayGoOn(sid: string): Promise<boolean>
}

const kind = 'self-service-console'

/** With a guard, whose feed proves that a session is over: it refuses. */
export function throughGuard(guard: Guard): SessionsAtCurfew {
  return {
    async begin({ sid, userId, userAgent }) {
      await guard.register({ handle: sid, kind, userId, userAgent, clientAddress: '127.0.0.1' })
    },
    end: (sid) => guard.end(sid),
    mayGoOn: async (sid) => (await guard.decide(sid)).accepted,
  }
}

/** With plain HTTP and nothing else: it tells of its sessions, never asks, and is told by back-channel logout alone. */
export function byPlainHttp(url: string, key: string): SessionsAtCurfew {
  const post = async (path: string, sessions: readonly object[]) => {
    const answer = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sessions }),
    })
    if (!answer.ok) throw new Error(`Curfew answered ${answer.status}: ${await answer.text()}`)
  }
  return {
    begin: ({ sid, userId, userAgent }) =>
      post('/source/sessions', [{ handle: sid, kind, userId, userAgent, clientAddress: '127.0.0.1' }]),
    end: (sid) => post('/source/sessions/end', [{ handle: sid }]),
    mayGoOn: async () => true,
  }
}
