import type { CommandEffect, LogoffEvent } from '@curfew/contract'

/** Fires with this reason when the session of a running request is closed. */
export class SessionClosed extends Error {
  readonly logoff: LogoffEvent
  constructor(logoff: LogoffEvent) {
    super('The session was closed while the request was running.')
    this.name = 'SessionClosed'
    this.logoff = logoff
  }
}

/** What a handler has at hand about its own request. */
export type Guarded = {
  readonly handle: string
  readonly userId: string
  readonly sessionId: string
  /** Fires when the session is closed; pass it on to whatever the handler waits for. */
  readonly signal: AbortSignal
  /** Say how much has happened, so that an interrupted user is told the truth. Starts as `none`. */
  readonly tookEffect: (effect: CommandEffect, detail?: string) => void
}
export type RunningRequest = {
  readonly guarded: Guarded
  effect(): { effect: CommandEffect; detail?: string }
  /** Set once the session is closed. */
  closed(): SessionClosed | undefined
  finish(): void
}
export type RequestSession = Pick<Guarded, 'handle' | 'userId' | 'sessionId'>

/** One running request. Its signal is only made for a handler that looks at it: most requests are over before that pays. */
class Running implements Guarded {
  readonly handle: string
  readonly userId: string
  readonly sessionId: string
  took: { effect: CommandEffect; detail?: string } = { effect: 'none' }
  private readonly onClosed: (() => void) | undefined
  private controller: AbortController | undefined
  closed: SessionClosed | undefined

  constructor(session: RequestSession, onClosed?: () => void) {
    this.handle = session.handle
    this.userId = session.userId
    this.sessionId = session.sessionId
    this.onClosed = onClosed
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.closed) this.controller.abort(this.closed)
    return this.controller.signal
  }

  readonly tookEffect = (effect: CommandEffect, detail?: string) => {
    this.took = detail === undefined ? { effect } : { effect, detail }
  }

  close(closed: SessionClosed) {
    this.closed = closed
    this.controller?.abort(closed)
    this.onClosed?.()
  }
}

/** The requests that run now, by handle. */
export function createRequests() {
  const running = new Map<string, Set<Running>>()

  return {
    begin(session: RequestSession, onClosed?: () => void): RunningRequest {
      const request = new Running(session, onClosed)
      const all = running.get(session.handle) ?? new Set()
      running.set(session.handle, all.add(request))
      return {
        guarded: request,
        effect: () => request.took,
        closed: () => request.closed,
        finish() {
          all.delete(request)
          if (all.size === 0 && running.get(session.handle) === all) running.delete(session.handle)
        },
      }
    },
    abort(handle: string, logoff: LogoffEvent) {
      for (const request of running.get(handle) ?? []) request.close(new SessionClosed(logoff))
    },
  }
}
export type Requests = ReturnType<typeof createRequests>
