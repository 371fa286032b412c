import { defaultLimits } from '../limits.ts'
import type { NewSession, Session } from '../session.ts'
import { aPerson } from './people.ts'

let made = 0

/** A session of a test that has nothing special to it; ids differ within a process. */
export function aNewSession(overrides: Partial<NewSession> = {}): NewSession {
  made += 1
  const id = overrides.id ?? `session-${String(made).padStart(6, '0')}`
  return {
    ...aPerson(),
    ...defaultLimits(overrides.status ?? 'active'),
    id,
    kind: 'self-service-console',
    sourceId: 'portal',
    source: 'portal',
    handle: id,
    via: 'direct',
    clientAddress: '10.20.3.4',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
    superAdminCredentials: false,
    status: 'active',
    loggedOnAt: new Date('2026-03-02T09:00:00.000Z'),
    credentialHash: null,
    ...overrides,
  }
}

/** The same as a store gives it out, active since its logon. */
export function aSession(overrides: Partial<Session> = {}): Session {
  const { credentialHash: _credentialHash, ...session } = aNewSession(overrides)
  return {
    ...session,
    lastActivityAt: session.loggedOnAt,
    command: null,
    endedAt: null,
    ending: null,
    closureId: null,
    cameBack: null,
    ...overrides,
  }
}
