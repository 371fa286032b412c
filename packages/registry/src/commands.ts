import { type CommandEffect, CurfewError, type Farewell } from '@curfew/contract'
import { isListed } from './listed.ts'
import type { Changes, Clock, Commands, RunningCommand, SessionStore } from './ports.ts'
import type { Session } from './session.ts'
import { realTimer, type SetTimer } from './timer.ts'

export type CommandOptions = {
  readonly clock: Clock
  /** Where the command in flight is written for the grid. */
  readonly setCommand: SessionStore['setCommand']
  readonly changes?: Changes
  readonly setTimer?: SetTimer
}

/** What is over sooner is not worth a row of the grid. */
const shownAfterMs = 500
/** How long an aborted command may take to say how far it came; then its user is answered without. */
const settleWithinMs = 2_000
/** A request that was let in just before its session ended may begin its command just after. */
const rememberedForMs = 60_000

type Running = { readonly controller: AbortController; readonly name: string; readonly startedAt: Date }

/**
 * The commands that run in this process, by the session that ordered them. A session that has several shows the oldest.
 * A command is written to the store once it has run for half a second, and taken away when it is over.
 */
export function createCommands(options: CommandOptions): Commands {
  const { clock, setCommand, changes, setTimer = realTimer } = options
  const running = new Map<string, Set<Running>>()
  const listeners = new Map<string, Set<(farewell: Farewell) => void>>()
  const ended = new Map<string, { readonly farewell: Farewell; readonly atMs: number }>()

  return {
    async run(session, name, work) {
      const command: Running = { controller: new AbortController(), name, startedAt: clock() }
      const known = ended.get(session.id)
      if (known) throw interrupted(command, known.farewell, { effect: 'none' })
      addTo(running, session.id, command)
      const hide = showLater(session)
      try {
        return await settled(command, work)
      } finally {
        takeFrom(running, session.id, command)
        hide()
      }
    },

    abort(sessionIds, farewell, except) {
      const atMs = clock().getTime()
      for (const [id, before] of ended) {
        if (atMs - before.atMs < rememberedForMs) break
        ended.delete(id)
      }
      for (const id of sessionIds) {
        ended.set(id, { farewell, atMs })
        for (const command of running.get(id) ?? []) {
          if (command.controller.signal !== except) {
            command.controller.abort(interrupted(command, farewell, { effect: 'unknown' }))
          }
        }
        for (const listener of listeners.get(id) ?? []) listener(farewell)
        listeners.delete(id)
      }
    },

    onEnd(sessionId, listener) {
      const known = ended.get(sessionId)
      if (known) listener(known.farewell)
      else addTo(listeners, sessionId, listener)
      return () => takeFrom(listeners, sessionId, listener)
    },
  }

  /** Answer as soon as the work is over; or, once it is aborted, as soon as it says how far it came. */
  async function settled<Result>(
    command: Running,
    work: (command: RunningCommand) => Promise<Result>,
  ): Promise<Result> {
    const { signal } = command.controller
    const noted: { effect?: CommandEffect; detail?: string } = {}
    const tookEffect: RunningCommand['tookEffect'] = (effect, detail) => {
      noted.effect = effect
      if (detail === undefined) delete noted.detail
      else noted.detail = detail
    }
    const outcome = work({ signal, tookEffect }).then(
      (result) => {
        if (!signal.aborted) return result
        throw whyAborted(command, { effect: 'done', ...noted })
      },
      (error: unknown) => {
        if (!signal.aborted || isSayingHowFar(error, signal)) throw error
        throw whyAborted(command, { effect: 'none', ...noted })
      },
    )
    let callOff = () => {}
    const patience = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        callOff = setTimer(() => reject(whyAborted(command, { effect: 'unknown', ...noted })), settleWithinMs)
      })
    })
    try {
      return await Promise.race([outcome, patience])
    } finally {
      callOff()
    }
  }

  /** Returns what takes it away again. */
  function showLater(session: Session): () => void {
    let shown: Promise<void> | undefined
    const callOff = setTimer(() => {
      shown = write(session)
    }, shownAfterMs)
    return () => {
      callOff()
      void shown?.then(() => write(session))
    }
  }

  /** What the grid shows is a courtesy: a store that cannot be written does not stop the command. */
  async function write(session: Session): Promise<void> {
    const [oldest] = running.get(session.id) ?? []
    try {
      await setCommand(session.id, oldest ? { name: oldest.name, startedAt: oldest.startedAt } : null)
      if (isListed(session)) changes?.announce({ changed: [session.id] })
    } catch {
      // The next command of the session writes it anew.
    }
  }
}

/** Work that knows better than its notes how far it came says so with an error of its own. */
function isSayingHowFar(error: unknown, signal: AbortSignal): boolean {
  return error !== signal.reason && error instanceof CurfewError && error.extra.command !== undefined
}

function whyAborted(command: Running, how: { readonly effect: CommandEffect; readonly detail?: string }): CurfewError {
  const { reason } = command.controller.signal
  const farewell = reason instanceof CurfewError ? reason.extra.farewell : undefined
  return interrupted(command, farewell, how)
}

function interrupted(
  { name }: Pick<Running, 'name'>,
  farewell: Farewell | undefined,
  how: { readonly effect: CommandEffect; readonly detail?: string },
): CurfewError {
  return new CurfewError(
    'session-closed',
    `Your session was closed while ${name} was running. ${inWords[how.effect]}`,
    {
      ...(farewell ? { farewell } : {}),
      command: { name, ...how },
    },
  )
}

const inWords: Readonly<Record<CommandEffect, string>> = {
  none: 'It did not finish, and nothing was changed.',
  partly: 'It did not finish; a part of it was done.',
  done: 'It had finished.',
  unknown: 'It is not known how far it came.',
}

function addTo<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = sets.get(key)
  if (set) set.add(value)
  else sets.set(key, new Set([value]))
}

function takeFrom<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = sets.get(key)
  set?.delete(value)
  if (set?.size === 0) sets.delete(key)
}
