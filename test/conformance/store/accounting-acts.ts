import { type AccountingStep, type NewSession, noLimitSeconds, type RadiusRecord } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { aRecord, nothingTold } from '../../../packages/registry/src/a-radius-record.test-kit.ts'
import { minutesLater, newId, now } from './acts.ts'
import type { TestedStore } from './stores.ts'

export { aRecord, nothingTold }

export const aRadiusSession = (overrides: Partial<NewSession> = {}): NewSession =>
  aNewSession({
    id: newId('radius'),
    kind: 'radius',
    via: null,
    sourceId: 'nas',
    source: 'nas',
    handle: newId('handle'),
    clientAddress: '203.0.113.9',
    idleLimitSeconds: 3_600,
    absoluteLimitSeconds: noLimitSeconds,
    loggedOnAt: now,
    lastActivityAt: now,
    ...overrides,
  })

export const begin = (session: NewSession, radius = aRecord()): AccountingStep => ({
  sessionId: session.id,
  begins: session,
  radius,
  isMoreTold: true,
  shown: null,
  endsAt: null,
})
export const goOn = ({ id }: NewSession, radius: RadiusRecord, more: Partial<AccountingStep> = {}): AccountingStep => ({
  ...begin(aRadiusSession(), radius),
  sessionId: id,
  begins: null,
  isMoreTold: false,
  ...more,
})
/** As the rules of that moment judge what begins. */
export const keepBy = (store: TestedStore, at: Date, ...steps: AccountingStep[]) =>
  store.keepAccounting({ at, steps, restarts: [], rules: { now: at, cameBackWithinMs: 600_000 } })
export const keep = (store: TestedStore, ...steps: AccountingStep[]) =>
  store.keepAccounting({ at: minutesLater(9), steps, restarts: [] })
export const known = async (store: TestedStore, { sourceId, handle }: NewSession) =>
  (await store.knownToAccounting([{ sourceId, handle }], [])).sessions[0]
