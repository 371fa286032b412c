import type { CommandEffect, Farewell } from '@curfew/contract'
import type { Session } from './session.ts'

/** Commands that run here under a session's signal. */
export interface Commands {
  /**
   * Run `work` under a signal that fires when the session is closed.
   * @throws CurfewError `session-closed` with the command's name and effect, when it fired before `work` ended
   */
  run<Result>(session: Session, name: string, work: (command: RunningCommand) => Promise<Result>): Promise<Result>
  /**
   * Fire the signals of these sessions' commands, and call their `onEnd` listeners.
   *
   * @param except the signal of the command that ordered it: that one runs to its end and gives its answer
   */
  abort(sessionIds: readonly string[], farewell: Farewell, except?: AbortSignal): void
  /**
   * For what a session holds open here and is no command, as a stream of a program: `listener` is called once when the
   * session is closed. Returns a function that calls it off.
   */
  onEnd(sessionId: string, listener: (farewell: Farewell) => void): () => void
}
export interface RunningCommand {
  readonly signal: AbortSignal
  /** What the user is told if it is interrupted from now on; starts as `none`. */
  tookEffect(effect: CommandEffect, detail?: string): void
}
