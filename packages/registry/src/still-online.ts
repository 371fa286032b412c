import type { Receipt } from './closing.ts'
import type { RegistryPorts } from './ports.ts'
import type { Session } from './session.ts'
import type { KeptRadius } from './source.ts'
import { nasesOf } from './sources.ts'

type Ports = Pick<RegistryPorts, 'store'>

/** What NASes say of sessions, beyond what stands with these. */
export type HeardOfSessions = {
  /** How their NASes are listened to, by source id. */
  readonly nases: ReadonlyMap<string, KeptRadius>
  /** Those that were closed here and go on all the same: when that was last said, by session. */
  readonly stillOnline: ReadonlyMap<string, Date>
}

export async function heardOfSessions(
  ports: Ports,
  sessions: readonly Pick<Session, 'id' | 'kind' | 'status' | 'sourceId'>[],
): Promise<HeardOfSessions> {
  const ids = sessions.flatMap(({ id, kind, status }) => (kind === 'radius' && status === 'closing' ? id : []))
  const [nases, stillOnline] = await Promise.all([
    nasesOf(ports, sessions),
    ids.length === 0 ? new Map<string, Date>() : ports.store.stillOnline(ids),
  ])
  return { nases, stillOnline }
}

/** Which sessions behind these receipts go on all the same. What is verified is over. */
export async function stillOnlineBehind(
  { store }: Ports,
  receipts: readonly Pick<Receipt, 'sessionId' | 'channel' | 'status'>[],
): Promise<ReadonlyMap<string, Date>> {
  const ids = receipts.flatMap(({ sessionId, channel, status }) =>
    channel === 'radius-disconnect' && status !== 'verified' ? sessionId : [],
  )
  return ids.length === 0 ? new Map() : store.stillOnline(ids)
}
