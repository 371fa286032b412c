import { type Delivery, printQueue, queueOf, type Receipt } from '@curfew/registry'
import type { Tables } from './tables.ts'

/** With whose session it was about, and since when its recipient is silent. Empty: that session is forgotten. */
export function receiptOf(tables: Tables, delivery: Delivery): Receipt | [] {
  const session = tables.sessions.get(delivery.sessionId)
  if (!session) return []
  const { userId, kind, source } = session
  const circuit = tables.queues.get(printQueue(queueOf(delivery)))?.circuit
  const silentSince = circuit?.probeAt ? circuit.silentSince : null
  return { ...delivery, userId, kind, source, silentSince }
}
