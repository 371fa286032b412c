import type { Closure, Delivery, Logoff, Session } from '@curfew/registry'
import { aSession } from '@curfew/registry/cast'

export const endedAt = new Date('2026-03-02T10:00:00.900Z')

/** A session of Ada's that an administrator closed; every field that could leak has a value that would be seen. */
export function aLogoff(
  over: {
    readonly session?: Partial<Session>
    readonly closure?: Partial<Closure> | null
    readonly delivery?: Partial<Delivery>
    readonly farewell?: Partial<Logoff['farewell']>
  } = {},
): Logoff {
  const session = aSession({
    id: 'session-of-ada',
    handle: 'handle-of-ada',
    userId: 'ada@example.org',
    firstName: 'Augusta Ada',
    lastName: 'Lovelace',
    identitySource: 'the directory',
    securityDomain: 'HQ',
    clientAddress: '203.0.113.7',
    userAgent: 'a telling browser',
    status: 'closed',
    ending: 'closure',
    endedAt,
    closureId: 'closure-1',
    ...over.session,
  })
  const closure =
    over.closure === null
      ? undefined
      : {
          id: 'closure-1',
          planId: 'plan-1',
          reasonKind: 'administrator' as const,
          reason: 'Incident 12',
          messageToUser: 'Please call 4711.',
          messagesToUser: {},
          closedBy: { userId: 'grace', firstName: 'Grace', lastName: 'Hopper', sessionId: 'session-of-grace' },
          orderedAt: endedAt,
          state: 'done' as const,
          completedAt: endedAt,
          refusedEverywhereAt: null,
          planned: 1,
          closed: 1,
          alreadyClosed: 0,
          notFound: 0,
          includedOwnSession: false,
          position: 1,
          ...over.closure,
        }
  const messageToUser = closure?.messageToUser ?? null
  return {
    session,
    ...(closure && { closure }),
    farewell: {
      ending: session.ending ?? 'closure',
      at: endedAt.toISOString(),
      byYourself: false,
      messageToUser,
      ...(closure && { messagesToUser: closure.messagesToUser }),
      ...over.farewell,
    },
    receipt: 'a receipt that is nobody else’s business',
    delivery: {
      id: 'delivery-1',
      closureId: closure?.id ?? null,
      sessionId: session.id,
      channel: 'shared-signals',
      recipient: 'receiver-1',
      recipientName: 'the receiver',
      status: 'pending',
      storedAt: endedAt,
      sentAt: null,
      acknowledgedAt: null,
      verifiedAt: null,
      attempts: 0,
      nextAttemptAt: endedAt,
      giveUpAt: endedAt,
      givenUpAt: null,
      cause: '',
      feedPosition: null,
      ...over.delivery,
    },
  }
}
