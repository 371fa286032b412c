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
 * at once, so it holds no closure and makes no list: those of one session are linked to each other. Its signal is only made
 * for a handler that looks at it.
 */
class Running implements Guarded, RunningRequest {
  readonly session: RequestSession
  private readonly lane: Lane
  private readonly onClosed: (() => void) | undefined
  private before: Running | undefined
  after: Running | undefined
  private isOver = false
  private took: { effect: CommandEffect; detail?: string } = noEffectYet
  private controller: AbortController | undefined
  private end: SessionClosed | undefined

  constructor(session: RequestSession, lane: Lane, onClosed: (() => void) | undefined) {
    this.session = session
    this.lane = lane
    this.onClosed = onClosed
    this.after = lane.first
    if (this.after) this.after.before = this
    lane.first = this
  }

  get handle() {
    return this.session.handle
  }

  get userId() {
    return this.session.userId
  }

  get sessionId() {
    return this.session.sessionId
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
    if (this.isOver) return
    this.isOver = true
    const { before, after } = this
    if (after) after.before = before
    if (before) before.after = after
    else this.lane.first = after
  }

  close(end: SessionClosed) {
    this.end = end
    this.controller?.abort(end)
    this.onClosed?.()
  }
}

/** Those of one handle; it outlives them, because the next one comes soon and to make it anew costs more than they do. */
type Lane = { first: Running | undefined }

const maxIdleLanes = 1_000

/** The requests that run now, by handle. */
export function createRequests() {
  const lanes = new Map<string, Lane>()
  let sweepAt = maxIdleLanes

  function newLane(handle: string): Lane {
    if (lanes.size >= sweepAt) {
      for (const [known, { first }] of lanes) if (!first) lanes.delete(known)
      sweepAt = 2 * lanes.size + maxIdleLanes
    }
    const lane: Lane = { first: undefined }
    lanes.set(handle, lane)
    return lane
  }

  return {
    begin: (session: RequestSession, onClosed?: () => void): RunningRequest =>
      new Running(session, lanes.get(session.handle) ?? newLane(session.handle), onClosed),
    abort(handle: string, logoff: LogoffEvent) {
      // Those that are told may finish meanwhile, and leave.
      const all: Running[] = []
      for (let one = lanes.get(handle)?.first; one; one = one.after) all.push(one)
      for (const request of all) request.close(new SessionClosed(logoff))
    },
  }
}
export type Requests = ReturnType<typeof createRequests>
