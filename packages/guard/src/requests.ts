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
  finish(): void
}

/** The requests that run now, by handle. */
export function createRequests() {
  const running = new Map<string, Set<AbortController>>()

  return {
    begin({ handle, userId, sessionId }: Pick<Guarded, 'handle' | 'userId' | 'sessionId'>): RunningRequest {
      const controller = new AbortController()
      const all = running.get(handle) ?? new Set()
      running.set(handle, all.add(controller))
      let took: { effect: CommandEffect; detail?: string } = { effect: 'none' }
      const tookEffect = (effect: CommandEffect, detail?: string) => {
        took = detail === undefined ? { effect } : { effect, detail }
      }
      return {
        guarded: { handle, userId, sessionId, signal: controller.signal, tookEffect },
        effect: () => took,
        finish() {
          all.delete(controller)
          if (all.size === 0 && running.get(handle) === all) running.delete(handle)
        },
      }
    },
    abort(handle: string, logoff: LogoffEvent) {
      for (const controller of running.get(handle) ?? []) controller.abort(new SessionClosed(logoff))
    },
  }
}
export type Requests = ReturnType<typeof createRequests>
