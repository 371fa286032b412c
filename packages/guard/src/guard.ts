import type { LogoffEvent, SourceSession } from '@curfew/contract'
import { createBrowserStreams } from './browser-streams.ts'
import { type CallOptions, createCalls } from './calls.ts'
import { readClocks } from './clocks.ts'
import { createEndings } from './endings.ts'
import { createHolds, type Held, SessionHeld } from './holds.ts'
import { createKnown, type KnownSession } from './known.ts'
import { createLink } from './link.ts'
import { createRequests, type RunningRequest } from './requests.ts'
import { createTouches } from './touches.ts'

export type GuardOptions = {
  /** Where Curfew is, for example `https://curfew.example.com`. */
  readonly url: string
  /** The source's key, as Curfew showed it once. Keep it out of the program's text. */
  readonly key: string
  /** How long a request may wait for a fresh lease or for an answer before it is answered 503. Default 1,000. */
  readonly waitMs?: number
  /** Called with what an operator should know; never with a key. Default: `console.warn`. */
  readonly warn?: (message: string) => void
  readonly fetch?: typeof fetch
}

/** What the application knows of a session when its user logs on. Only `handle`, `kind` and `userId` must be given. */
export type NewGuardedSession = Pick<SourceSession, 'handle' | 'kind' | 'userId'> & Partial<SourceSession>

export type Decision =
  | { readonly accepted: true; readonly session: KnownSession }
  /** `closed`: ended, or never registered. `cannot-know`: Curfew cannot be reached and no lease is fresh: answer 503. */
  | { readonly accepted: false; readonly why: 'closed'; readonly logoff: LogoffEvent | undefined }
  | { readonly accepted: false; readonly why: 'cannot-know' }

export interface Guard {
  /**
   * Tell Curfew of a session, before its user gets the credential.
   * @returns Curfew's id of the session; `already` when this handle is registered and open
   * @throws SessionHeld when a hold keeps the user or the address out, here at once where the feed has told of it
   * @throws Error when Curfew cannot be reached or does not take it: then do not log the user on
   */
  register(session: NewGuardedSession): Promise<{ sessionId: string; outcome: 'registered' | 'already' | 'finished' }>
  /**
   * Whether a hold is known here that keeps somebody out, so that they can be told before they give a password; Curfew judges
   * at `register` again. Null also while the link is down: then nobody is let on anyway.
   */
  held(comer: { readonly userId: string; readonly clientAddress?: string | undefined }): Held | null
  /** The user logged off by themselves. Refused here at once; Curfew is told, again and again if need be. */
  end(handle: string): Promise<void>
  /** Whether a session may go on, decided from memory while the lease is fresh. */
  decide(handle: string): Decision | Promise<Decision>
  /** Bind a running request to its session; call `finish` when it is answered. `onClosed` is called when it is interrupted. */
  begin(session: KnownSession, onClosed?: () => void): RunningRequest
  /** `GET`: the event stream (or with `?poll`, one answer) for the application's own browsers; `POST`: what they report. */
  sessionEvents(request: Request, handle: string | undefined): Promise<Response>
  /** Stop accepting, write what is gathered, tell Curfew. */
  close(): Promise<void>
}

/** Connect to Curfew. The link comes up in the background; until then every decision waits, then says `cannot-know`. */
export function createGuard({
  url,
  key,
  waitMs = 1_000,
  warn = warnOnConsole,
  fetch: send = fetch,
}: GuardOptions): Guard {
  const callOptions: CallOptions = { url, key, fetch: send }
  const calls = createCalls(callOptions)
  const known = createKnown()
  const holds = createHolds()
  const requests = createRequests()
  const browsers = createBrowserStreams()
  const touches = createTouches(calls)
  const endings = createEndings(calls)
  const link = createLink(calls, {
    closed(event) {
      known.close(event)
      requests.abort(event.handle, event.logoff)
      browsers.tell(event.handle, event.logoff)
    },
    holds: (told) => holds.replace(told),
    gap: () => known.forgetOpen(),
    warn,
  })

  function decide(handle: string): Decision | Promise<Decision> {
    const now = readClocks()
    if (link.isFresh(now)) {
      const session = known.open(handle)
      if (session && !endings.has(handle)) {
        touches.note(session.handle, now.wallMs)
        return { accepted: true, session }
      }
    }
    return decideSlowly(handle)
  }

  async function decideSlowly(handle: string): Promise<Decision> {
    if (endings.has(handle)) return { accepted: false, why: 'closed', logoff: undefined }
    if (known.closed(handle)) return refuse(handle)
    const untilMs = performance.now() + waitMs
    do {
      if (!(await link.freshWithin(untilMs - performance.now()))) break
      if (!known.open(handle)) {
        const answer = await ask(handle)
        if (answer) return answer
      }
      // A closure may have come while we asked, and the lease may have run out: only both together let anyone in.
      const session = known.open(handle)
      if (session && link.isFresh()) {
        touches.note(handle, Date.now())
        return { accepted: true, session }
      }
      if (known.closed(handle)) return refuse(handle)
    } while (performance.now() < untilMs)
    return { accepted: false, why: 'cannot-know' }
  }

  /** The end of the session is seen here; if the feed told of it, that is its proof. */
  function refuse(handle: string): Decision {
    const closed = known.closed(handle)
    if (closed) link.verified(closed.deliveryId)
    return { accepted: false, why: 'closed', logoff: closed?.logoff }
  }

  /** Learn an unknown handle; a decision only when the answer already is one. */
  async function ask(handle: string): Promise<Decision | undefined> {
    const mark = known.mark()
    try {
      const answer = await calls.introspect(handle, waitMs)
      if (!answer.active) return refuse(handle)
      known.learn({ handle, sessionId: answer.sid, userId: answer.sub }, mark)
      return undefined
    } catch {
      return { accepted: false, why: 'cannot-know' }
    }
  }

  /** What the feed said may be lifted by now, unless it still speaks. */
  const held: Guard['held'] = (comer) => (link.isFresh() ? holds.on(comer) : null)

  return {
    decide,
    held,
    async register(session) {
      const hold = held(session)
      if (hold) throw new SessionHeld(`until ${hold.until.toISOString()}`, hold.until, hold.messageToUser)
      const mark = known.mark()
      const { sessionId, outcome, detail, heldUntil } = await calls.register(session)
      if (outcome === 'held') throw new SessionHeld(detail, heldUntil, null)
      if (sessionId === null || outcome === 'rejected') throw new Error(`Curfew does not take the session: ${detail}`)
      known.learn({ handle: session.handle, sessionId, userId: session.userId }, mark)
      return { sessionId, outcome }
    },
    async end(handle) {
      known.forget(handle)
      touches.forget(handle)
      await endings.end(handle)
    },
    begin: (session, onClosed) => requests.begin(session, onClosed),
    async sessionEvents(request, handle) {
      if (request.method === 'POST') {
        const text = await request.text()
        if (text.length > 1_000) return new Response(null, { status: 413 })
        // No Clear-Site-Data: it would empty what other applications of the same site keep. The cookie is worth nothing anyway.
        await calls.reportEnded(parseReport(text)).catch(() => {})
        return new Response(null, { status: 204 })
      }
      if (handle === undefined) return new Response(null, { status: 204 })
      const decision = await decide(handle)
      const isPoll = new URL(request.url).searchParams.has('poll')
      return browsers.answer(handle, decision, isPoll, request.signal)
    },
    async close() {
      browsers.close()
      endings.close()
      await touches.close()
      await link.close()
    },
  }
}

/** Handed on as it is; Curfew judges it. */
function parseReport(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function warnOnConsole(message: string) {
  console.warn(`curfew guard: ${message}`)
}
