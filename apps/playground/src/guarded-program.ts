import type { Guard, Guarded, NewGuardedSession } from '@curfew/guard'
import { runTenSeconds } from './ten-seconds.ts'
import type { ToldLog } from './told.ts'

type Held = { readonly handle: string; readonly guarded: Guarded; finish(): void }

/**
 * One session that a headless program holds for as long as it is open: registered at logon, kept alive by a heartbeat, over
 * when its signal fires.
 */
export function createHeldSession(
  guard: Guard,
  describe: () => Omit<NewGuardedSession, 'handle'>,
  told: ToldLog,
  stepMs?: number,
) {
  let held: Held | undefined
  let beat: ReturnType<typeof setInterval> | undefined

  function over(why: string) {
    clearInterval(beat)
    held?.finish()
    held = undefined
    told.note(why)
  }

  return {
    isOn: () => held !== undefined,
    async logOn() {
      if (held) return
      const handle = crypto.randomUUID()
      const description = describe()
      const { sessionId } = await guard.register({ handle, ...description })
      const running = guard.begin({ handle, sessionId, userId: description.userId })
      held = { handle, guarded: running.guarded, finish: () => running.finish() }
      running.guarded.signal.addEventListener('abort', () => over('Told: the session was closed.'), { once: true })
      beat = setInterval(() => void guard.decide(handle), 5_000)
      beat.unref()
      told.note(`${description.userId} logged on.`)
    },
    /** The same handle again, now active: a logon that was begun is finished. */
    async finish() {
      if (!held) return
      const { outcome } = await guard.register({ handle: held.handle, ...describe(), status: 'active' })
      told.note(`The logon is finished (${outcome}).`)
    },
    async logOff() {
      if (!held) return
      const { handle } = held
      over('Logged off.')
      await guard.end(handle)
    },
    /** Give up without a word, as a crashed client does. */
    abandon() {
      if (held) over('Abandoned: Curfew is not told.')
    },
    runCommand() {
      if (!held) throw new Error('Log on first.')
      const { handle, guarded } = held
      const running = guard.begin({ handle, sessionId: guarded.sessionId, userId: guarded.userId })
      told.note('The ten-second command runs.')
      runTenSeconds(running.guarded, stepMs)
        .then((answer) => told.note(answer))
        .catch(() => told.note(`The command was interrupted: ${running.effect().detail ?? 'nothing was done'}.`))
        .finally(() => running.finish())
    },
  }
}
