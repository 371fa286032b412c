import { logoffEvent } from '@curfew/contract'
import type { Logoff } from '@curfew/registry'
import { expect, test } from 'vitest'
import { ASink, aFeed } from './hub.test-kit.ts'
import { createEventStream } from './index.ts'
import { nextCallChannel } from './next-call.ts'

const at = new Date('2026-05-04T14:05:00.123Z')
const aLogoff = (sessionId: string): Logoff => ({
  delivery: {
    id: `delivery-of-${sessionId}`,
    closureId: 'closure',
    sessionId,
    channel: 'event-stream',
    recipient: sessionId,
    recipientName: 'browser',
    status: 'pending',
    storedAt: at,
    sentAt: null,
    acknowledgedAt: null,
    verifiedAt: null,
    attempts: 0,
    nextAttemptAt: at,
    giveUpAt: at,
    givenUpAt: null,
    cause: '',
    feedPosition: null,
  },
  session: {
    id: sessionId,
    kind: 'security-console',
    userId: 'ada',
    firstName: 'Ada',
    lastName: 'Lovelace',
    identitySource: '',
    securityDomain: '',
    sourceId: 'curfew',
    source: 'curfew',
    handle: sessionId,
    via: null,
    clientAddress: '192.0.2.7',
    userAgent: '',
    superAdminCredentials: false,
    cameBack: null,
    status: 'closed',
    loggedOnAt: at,
    lastActivityAt: at,
    idleLimitSeconds: 1800,
    absoluteLimitSeconds: 28_800,
    command: null,
    endedAt: at,
    ending: 'closure',
    closureId: 'closure',
  },
  farewell: { ending: 'closure', at: at.toISOString(), byYourself: false, messageToUser: 'Line one\nline two' },
  receipt: `receipt-of-${sessionId}-0123456789`,
})

const anEventStream = () => createEventStream({ feed: aFeed(), everySecond: () => () => {} })

test('a connected browser is sent its farewell and the receipt to answer with, and nothing after it', async () => {
  const { channel, streams } = anEventStream()
  const sink = new ASink()
  streams.attach('s1', sink, { changes: true, lastEventId: null })

  const outcomes = await channel.tell([aLogoff('s1')])

  expect(outcomes).toEqual([{ to: 'sent' }])
  const [name, data] = sink.events.at(-1) ?? []
  expect(name).toBe('logoff')
  expect(logoffEvent.parse(data)).toMatchObject({
    receipt: 'receipt-of-s1-0123456789',
    messageToUser: 'Line one\nline two',
  })
  expect(sink.isOpen).toBe(false)
})

test('a session without a connected browser is unreachable, and the cause says what that means', async () => {
  const { channel } = anEventStream()

  const outcomes = await channel.tell([aLogoff('s1')])

  expect(outcomes).toEqual([
    { to: 'unreachable', cause: 'No browser of this session is connected. It is refused at its next request.' },
  ])
})

test('outcomes come in the order of the logoffs, and one that fails touches no other', async () => {
  const { channel, streams } = anEventStream()
  const slow = new ASink()
  streams.attach('slow', slow, { changes: false, lastEventId: null })
  slow.turnSlow()
  for (const id of ['a', 'b']) streams.attach(id, new ASink(), { changes: false, lastEventId: null })

  const outcomes = await channel.tell(['a', 'slow', 'nobody', 'b'].map(aLogoff))

  expect(outcomes.map(({ to }) => to)).toEqual(['sent', 'unreachable', 'unreachable', 'sent'])
})

test('a program that makes no calls is never reported as told', async () => {
  const [outcome] = await nextCallChannel.tell([aLogoff('s1')])

  expect(outcome?.to).toBe('unreachable')
})
