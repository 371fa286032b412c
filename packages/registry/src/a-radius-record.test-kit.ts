import type { RadiusRecord } from './accounting-ports.ts'
import type { KeptRadius } from './source.ts'

const now = new Date('2026-03-02T09:15:00.000Z')

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

/** What a NAS told of a session that began at a quarter past nine. */
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

/** A NAS that sends an Interim-Update every minute, may miss three, and whose silence ends a session after an hour. */
export const listeningTo = (overrides: Partial<KeptRadius> = {}): KeptRadius => ({
  networks: ['192.0.2.1'],
  secret: 'shared with the NAS',
  former: null,
  secretChangedAt: now,
  requiresMessageAuthenticator: false,
  nasKnownBy: 'attributes',
  disconnectPort: 3799,
  disconnectAddress: null,
  identifiedBy: null,
  interimSeconds: 60,
  missedUntilStale: 3,
  endAfterSeconds: 3_600,
  ...overrides,
})
