import type { SourceSession } from '@curfew/contract'
import type { Source } from '../source.ts'

let made = 0

/** A source of a test that has nothing special to it; ids differ within a process. */
export function aSource(overrides: Partial<Source> = {}): Source {
  made += 1
  const id = overrides.id ?? `source-${String(made).padStart(6, '0')}`
  const createdAt = new Date('2026-03-01T09:00:00.000Z')
  return {
    id,
    name: id,
    kinds: ['self-service-console', 'risk-based-authentication', 'operations-console'],
    via: null,
    channel: 'guard-feed',
    leaseMs: 5_000,
    longestLeaseMs: 5_000,
    disabled: false,
    createdAt,
    lastSeenAt: null,
    keys: [{ id: `key-of-${id}`, hash: `hash-of-${id}`, createdAt, expiresAt: null, lastUsedAt: null }],
    radius: null,
    backChannel: null,
    openIdProvider: null,
    ...overrides,
  }
}

/** A session as a source asks to register it. */
export function aSourceSession(overrides: Partial<SourceSession> = {}): SourceSession {
  made += 1
  return {
    handle: `handle-${made}`,
    kind: 'self-service-console',
    userId: 'ada',
    firstName: 'Ada',
    lastName: 'Lovelace',
    identitySource: '',
    securityDomain: '',
    clientAddress: '203.0.113.7',
    userAgent: '',
    superAdminCredentials: false,
    status: 'active',
    ...overrides,
  }
}
