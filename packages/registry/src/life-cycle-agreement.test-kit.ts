import type { DeliveryStatus } from '@curfew/contract'
import { expect } from 'vitest'
import { recognizeSession } from './accept.ts'
import { type Believed, isIn, type Model, type Real } from './life-cycle.test-kit.ts'
import { allListed } from './listing.ts'
import { listSessions, readSession, summarizeSessions } from './reading.ts'

const scope = allListed

/** How much each status proves. */
export const proof: Record<DeliveryStatus, number> = {
  pending: 0,
  unreachable: 0,
  sent: 1,
  refused: 2,
  acknowledged: 3,
  verified: 4,
}

/** What everybody can see is what is believed. */
export async function expectAgreement(model: Model, { ports }: Real) {
  const all = Array.from(model.sessions.values())
  const shown = all.filter((session) => session.isListed && (isIn(session, model.nowMs) || isClosing(session)))
  const sort = [{ field: 'loggedOnAt', descending: false }] as const
  const page = await listSessions(ports, { scope, filters: [], sort, limit: 500, cursor: null })
  expect(page.items.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort())
  expect((await summarizeSessions(ports, { scope, filters: [] })).total).toBe(shown.length)

  for (const session of all) {
    const judgement = await recognizeSession(ports, session.credentialHash)
    expect(judgement.outcome === 'accepted').toBe(isIn(session, model.nowMs))
    expect(await ports.store.sessionById(session.id)).toMatchObject({
      ending: session.ending,
      closureId: session.closureId,
    })
    const read = await readSession(ports, session.id, scope).catch((error: unknown) => error)
    expect(read).toMatchObject(session.isListed ? { session: { id: session.id } } : { code: 'not-found' })
    await expectDeliveries(model, session, ports)
  }
}

function isClosing({ kind, ending }: Believed): boolean {
  return kind === 'radius' && ending !== null && ending !== 'source-silent'
}

async function expectDeliveries(model: Model, session: Believed, { store }: Real['ports']) {
  const deliveries = await store.deliveriesOfSession(session.id)
  const { kind, ending } = session
  const isTold = kind === 'api' ? ending === 'closure' : kind !== 'authentication-agent' && ending !== 'source-silent'
  expect(deliveries).toHaveLength(session.ending !== null && isTold ? 1 : 0)
  for (const { id, closureId, status, channel, nextAttemptAt, givenUpAt } of deliveries) {
    expect(closureId).toBe(session.closureId)
    // Never lost: what nobody has heard is tried again, waits to be asked for, or says that it is given up.
    const isUntold = status === 'pending' || status === 'unreachable'
    if (isUntold && channel !== 'next-call') expect(nextAttemptAt ?? givenUpAt).not.toBeNull()
    expect(proof[status]).toBeGreaterThanOrEqual(model.proofs.get(id) ?? 0)
    model.proofs.set(id, proof[status])
  }
}
