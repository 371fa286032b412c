import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Orders, Told } from './guarded-application.ts'
import type { Decided } from './history.ts'

/** One guarded application, as the test holds it. */
export interface GuardProcess {
  /** Resolves when all are registered. */
  register(handles: readonly string[]): Promise<void>
  /** Decide about these without pause, until the end. */
  watch(handles: readonly string[]): void
  /** `kill -9`, and at once another in its place that watches the same. */
  crash(): Promise<void>
  stop(): Promise<void>
}

export function startGuardProcess(
  name: string,
  url: string,
  key: string,
  decided: (decisions: readonly Decided[]) => void,
): GuardProcess {
  let child = start()
  let watched: readonly string[] = []

  function start(): ChildProcess {
    const started = fork(join(import.meta.dirname, 'guarded-application.ts'), [name, url, key], { stdio: 'inherit' })
    started.on('message', (told: Told) => told.kind === 'decided' && decided(told.decisions))
    return started
  }
  const order = (orders: Orders) => child.connected && child.send(orders)

  return {
    async register(handles) {
      const registered = new Promise<void>((resolve) => {
        const listen = (told: Told) => {
          if (told.kind !== 'registered') return
          child.off('message', listen)
          resolve()
        }
        child.on('message', listen)
      })
      order({ kind: 'register', handles })
      await registered
    },
    watch(handles) {
      watched = handles
      order({ kind: 'watch', handles })
    },
    async crash() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      child = start()
      order({ kind: 'watch', handles: watched })
    },
    async stop() {
      const gone = once(child, 'exit')
      order({ kind: 'stop' })
      await gone
    },
  }
}
