import type { NewWebhook, WebhookAttempt, WebhookRound } from '../webhook.ts'

let made = 0

/** A webhook of a test that wants everything; ids and names differ within a process. */
export function aWebhook(overrides: Partial<NewWebhook> = {}): NewWebhook {
  made += 1
  const id = overrides.id ?? `webhook-${String(made).padStart(6, '0')}`
  const createdAt = new Date('2026-03-01T09:00:00.000Z')
  return {
    id,
    name: id,
    url: 'https://sink.example/in',
    types: ['session.opened', 'session.closed'],
    kinds: [],
    sourceIds: [],
    allowPrivate: false,
    secret: `whsec_${btoa(`secret of ${id}`.padEnd(32, '.'))}`,
    secretChangedAt: createdAt,
    former: null,
    disabled: null,
    createdAt,
    failures: 0,
    failingSince: null,
    nextAttemptAt: null,
    cause: '',
    lastAcceptedAt: null,
    ...overrides,
  }
}

export function anAttempt(overrides: Partial<WebhookAttempt> = {}): WebhookAttempt {
  made += 1
  return {
    id: `attempt-${String(made).padStart(6, '0')}`,
    eventId: `event-${made}`,
    type: 'session.opened',
    at: new Date('2026-03-02T09:00:00.000Z'),
    tookMs: 12,
    attempt: 1,
    outcome: 'accepted',
    status: 200,
    cause: '',
    answer: '',
    ...overrides,
  }
}

/** A round in which nothing happened. */
export function aRound(overrides: Partial<WebhookRound> = {}): WebhookRound {
  const standing = { failures: 0, failingSince: null, nextAttemptAt: null, cause: '', lastAcceptedAt: null }
  return { position: 0, attempts: [], setAside: [], settled: [], accepted: 0, standing, disabled: null, ...overrides }
}
