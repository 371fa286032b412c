import type { SessionStore } from '../ports.ts'
import { type PlausibleOptions, type PlausibleSession, plausibleSessions } from './plausible-sessions.ts'

type Populated = Pick<SessionStore, 'register' | 'recordActivity' | 'setCommand'>

const batchSize = 1_000

/** Fill a store with `plausibleSessions`, in transactions of 1,000. Memory stays flat. */
export async function populate(store: Populated, options: PlausibleOptions): Promise<void> {
  // Not `sessions.take(1_000)`: that closes the generator behind it, and the second thousand would be empty.
  let batch: PlausibleSession[] = []
  for (const session of plausibleSessions(options)) {
    batch.push(session)
    if (batch.length < batchSize) continue
    await registerBatch(store, batch)
    batch = []
  }
  if (batch.length > 0) await registerBatch(store, batch)
}

async function registerBatch(store: Populated, batch: readonly PlausibleSession[]): Promise<void> {
  await store.register(batch.map(({ lastActivityAt: _lastActivityAt, command: _command, ...session }) => session))
  await store.recordActivity(batch.map(({ id, lastActivityAt }) => ({ sessionId: id, at: lastActivityAt })))
  for (const { id, command } of batch) if (command) await store.setCommand(id, command)
}
