import type { Logoff, LogoffChannel } from '@curfew/registry'
import { aSession, aSource } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { madeUpLast } from './made-up-last.ts'

function aLogoff(recipient: string): Logoff {
  const at = new Date(0)
  return {
    session: aSession({ sourceId: recipient }),
    farewell: { ending: 'closure', at: at.toISOString(), byYourself: false, messageToUser: null },
    receipt: '',
    delivery: {
      id: `to ${recipient}`,
      closureId: null,
      sessionId: '',
      channel: 'guard-feed',
      recipient,
      recipientName: recipient,
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
      feedPosition: 1,
    },
  }
}

const aChannel = (channel: LogoffChannel['channel'], name: string): LogoffChannel => ({
  channel,
  tell: async (logoffs) => logoffs.map(({ delivery }) => ({ to: 'refused', cause: `${name}: ${delivery.recipient}` })),
  cannotBeTold: async () => [{ recipient: name, sessions: 1, cause: '', since: null }],
})

test('registered sources are told through the real way, made-up ones through that of the demo, in the order given', async () => {
  const store = { sourceById: async (id: string) => (id === 'real' ? aSource({ id }) : undefined) }
  const [stream, feed, radius] = madeUpLast(
    store,
    [aChannel('event-stream', 'stream'), aChannel('guard-feed', 'real feed')],
    [aChannel('guard-feed', 'demo feed'), aChannel('radius-disconnect', 'demo radius')],
  )

  const outcomes = await feed?.tell(['made up', 'real', 'made up', 'real'].map(aLogoff))

  expect([stream, feed, radius].map((one) => one?.channel)).toEqual(['event-stream', 'guard-feed', 'radius-disconnect'])
  expect(outcomes?.map((outcome) => 'cause' in outcome && outcome.cause)).toEqual([
    'demo feed: made up',
    'real feed: real',
    'demo feed: made up',
    'real feed: real',
  ])
  expect((await feed?.cannotBeTold?.([]))?.map(({ recipient }) => recipient)).toEqual(['real feed', 'demo feed'])
})
