import { type AccountingStep, type NewSession, noLimitSeconds, type RadiusRecord } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { minutesLater, newId, now } from './acts.ts'
import type { TestedStore } from './stores.ts'

export const nothingTold: RadiusRecord['facts'] = {
  userName: 'ada',
  multiSessionId: null,
  callingStationId: '203.0.113.9',
  calledStationId: null,
  framedIpAddress: null,
  framedIpv6Address: null,
  framedIpv6Prefix: null,
  framedInterfaceId: null,
  delegatedIpv6Prefix: null,
  nasPort: null,
  nasPortId: null,
  nasPortType: null,
  class: null,
  connectInfo: null,
}

export const aRecord = (overrides: Partial<RadiusRecord> = {}): RadiusRecord => ({
  nasKey: 'vpn-1',
  sentFrom: '192.0.2.1',
  acctSessionId: 'a/b+c=:d',
  began: { at: now, isExact: true },
  end: null,
  lastHeardAt: now,
  lastHappenedAt: now,
  stillOnlineAt: null,
  clockOffsetSeconds: -3,
  counters: { sessionSeconds: 7, inputOctets: 2 ** 40, outputOctets: null, inputPackets: 1, outputPackets: 0 },
  facts: nothingTold,
  identification: 'AQVhZGE=',
  ...overrides,
})

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
