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

const noEffectYet = { effect: 'none' } as const

/**
 * One running request, as its handler and as the guard see it. Every accepted request makes one of these and most are over
 * at once, so it holds no closure, and its signal is only made for a handler that looks at it.
 */
class Running implements Guarded, RunningRequest {
  readonly handle: string
  readonly userId: string
  readonly sessionId: string
  private readonly all: Set<Running>
  private readonly onClosed: (() => void) | undefined
  private readonly onIdle: (all: Set<Running>, handle: string) => void
  private took: { effect: CommandEffect; detail?: string } = noEffectYet
  private controller: AbortController | undefined
  private end: SessionClosed | undefined

  constructor(
    session: RequestSession,
    all: Set<Running>,
    onIdle: (all: Set<Running>, handle: string) => void,
    onClosed: (() => void) | undefined,
  ) {
    this.handle = session.handle
    this.userId = session.userId
    this.sessionId = session.sessionId
    this.all = all
    this.onIdle = onIdle
    this.onClosed = onClosed
    all.add(this)
  }

  get guarded(): Guarded {
    return this
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.end) this.controller.abort(this.end)
    return this.controller.signal
  }

  /** A handler may take it out of `guarded` and call it alone. */
  get tookEffect(): Guarded['tookEffect'] {
    return (effect, detail) => {
      this.took = detail === undefined ? { effect } : { effect, detail }
    }
  }

  effect() {
    return this.took
  }

  closed() {
    return this.end
  }

  finish() {
    if (this.all.delete(this) && this.all.size === 0) this.onIdle(this.all, this.handle)
  }

  close(end: SessionClosed) {
    this.end = end
    this.controller?.abort(end)
    this.onClosed?.()
  }
}

/** The requests that run now, by handle. */
export function createRequests() {
  const running = new Map<string, Set<Running>>()
  const forget = (all: Set<Running>, handle: string) => {
    if (running.get(handle) === all) running.delete(handle)
  }

  return {
    begin(session: RequestSession, onClosed?: () => void): RunningRequest {
      let all = running.get(session.handle)
      if (!all) running.set(session.handle, (all = new Set()))
      return new Running(session, all, forget, onClosed)
    },
    abort(handle: string, logoff: LogoffEvent) {
      for (const request of running.get(handle) ?? []) request.close(new SessionClosed(logoff))
    },
  }
}
export type Requests = ReturnType<typeof createRequests>
