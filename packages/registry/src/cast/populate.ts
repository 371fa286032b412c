import type { SessionStore } from '../ports.ts'
import { type PlausibleOptions, type PlausibleSession, plausibleSessions } from './plausible-sessions.ts'

type Populated = Pick<SessionStore, 'register' | 'recordActivity' | 'setCommand'>

const batchSize = 1_000

/** Fill a store with `plausibleSessions`, in transactions of 1,000. Memory stays flat. */
export async function populate(store: Populated, options: PlausibleOptions): Promise<void> {
  const sessions = plausibleSessions(options)
  for (;;) {
    const batch = Array.from(sessions.take(batchSize))
    if (batch.length === 0) return
    await registerBatch(store, batch)
  }
}

async function registerBatch(store: Populated, batch: readonly PlausibleSession[]): Promise<void> {
  await store.register(batch.map(({ lastActivityAt: _lastActivityAt, command: _command, ...session }) => session))
  await store.recordActivity(batch.map(({ id, lastActivityAt }) => ({ sessionId: id, at: lastActivityAt })))
  for (const { id, command } of batch) if (command) await store.setCommand(id, command)
}
