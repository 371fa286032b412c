import type { SignalFacts, SignalReceiver } from '@curfew/registry'
import { aSignalReceiver } from '@curfew/registry/cast'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aLogoff } from './a-logoff.test-kit.ts'
import { createSharedSignals, type Post } from './channel.ts'
import { outcomeOfPush } from './push-answer.ts'

test.each([
  [{ status: 202, body: '' }, { to: 'acknowledged' }],
  [{ status: 200, body: '' }, { to: 'sent' }],
  [{ status: 204, body: '' }, { to: 'sent' }],
  [
    { status: 302, body: '' },
    { to: 'refused', cause: 'Its endpoint answered 302, and redirects are not followed.' },
  ],
  [
    { status: 400, body: '{"err":"invalid_audience","description":"Not\\nfor \\u202eus"}' },
    { to: 'refused', cause: 'Its endpoint answered 400: invalid_audience: Not for us' },
  ],
  [
    { status: 400, body: '<html>' },
    { to: 'refused', cause: 'Its endpoint answered 400.' },
  ],
  [
    { status: 401, body: '{"err":1}' },
    { to: 'refused', cause: 'Its endpoint answered 401.' },
  ],
  [
    { status: 429, body: '' },
    { to: 'unreachable', cause: 'Its endpoint answered 429.' },
  ],
  [
    { status: 503, body: '' },
    { to: 'unreachable', cause: 'Its endpoint answered 503.' },
  ],
  [{ failure: 'It did not answer within 5 s.' }, { to: 'unreachable', cause: 'It did not answer within 5 s.' }],
])('%j of a receiver means %j', (answer, outcome) => {
  expect(outcomeOfPush(answer)).toEqual(outcome)
})

const unit = fc.constantFrom('a', '\n', '\u202e', '\u2028', '"', '\ud800', 'ß')

test('whatever a receiver says with its refusal, it becomes one short line', () => {
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 400 }), fc.string({ unit }), (err, description) => {
      const outcome = outcomeOfPush({ status: 400, body: JSON.stringify({ err, description }) })
      const cause = 'cause' in outcome ? outcome.cause : ''
      expect(cause.length).toBeLessThan(400)
      expect(cause).not.toMatch(/[\n\r\u2028\u202e]/)
    }),
  )
})

type Posted = Parameters<Post>[0]

function someSignals(receivers: readonly SignalReceiver[], post: Post) {
  const posted: Posted[] = []
  const noted: Partial<SignalFacts>[] = []
  const shared = createSharedSignals({
    store: {
      signalReceiverById: async (id) => receivers.find((one) => one.id === id),
      noteSignalReceiver: async (_, facts) => void noted.push(facts),
    },
    speaker: {
      ofLogoff: async (_, { delivery }) => `set of ${delivery.id}`,
      ofNotice: async (_, { id }) => `set of ${id}`,
    },
    post: (request) => {
      posted.push(request)
      return post(request)
    },
    clock: () => new Date(0),
  })
  return { ...shared, posted, noted }
}
const to = (recipient: string, id = `to ${recipient}`) => aLogoff({ delivery: { id, recipient } })
const taken = async () => ({ status: 202, body: '' })

test('a SET is posted as the standard wants it, with the receiver’s own header', async () => {
  const receiver = aSignalReceiver({ id: 'one' })
  const { channel, posted, noted } = someSignals([receiver], taken)

  expect(await channel.tell([to('one')])).toEqual([{ to: 'acknowledged' }])
  expect(posted).toEqual([
    {
      url: 'https://receiver.example/events',
      headers: {
        'Content-Type': 'application/secevent+jwt',
        Accept: 'application/json',
        Authorization: 'Bearer of the receiver',
      },
      body: 'set of to one',
      allowsPrivateAddresses: false,
    },
  ])
  expect(noted).toEqual([{ lastResult: { at: new Date(0), isAccepted: true, cause: '' } }])
})

test.each([
  ['is paused', { status: 'paused', statusReason: 'Maintenance' }, /paused \(Maintenance\)/],
  ['is disabled', { status: 'disabled' }, /disabled/],
  ['has no stream', { stream: null }, /no stream/],
] as const)('nothing goes to a receiver that %s, and nothing is tried until that changes', async (_, over, cause) => {
  const { channel, posted } = someSignals([aSignalReceiver({ id: 'one', ...over })], taken)

  const outcomes = await channel.tell([to('one'), to('nobody known')])

  expect(outcomes[0]).toEqual({ to: 'unreachable', comesBack: true, cause: expect.stringMatching(cause) })
  expect(outcomes[1]).toMatchObject({ to: 'unreachable', comesBack: true })
  expect(posted).toEqual([])
})

test('one that refuses is asked about each SET, and outcomes come in the order given', async () => {
  const { channel } = someSignals([aSignalReceiver({ id: 'one' }), aSignalReceiver({ id: 'two' })], async ({ body }) =>
    body.endsWith('bad') ? { status: 400, body: '{"err":"invalid_request"}' } : { status: 202, body: '' },
  )

  const outcomes = await channel.tell([to('one', 'bad'), to('two', 'a'), to('one', 'b'), to('two', 'also bad')])

  expect(outcomes.map((one) => one.to)).toEqual(['refused', 'acknowledged', 'acknowledged', 'refused'])
})

test('a store that fails to note a result, or a key that fails to sign, delays and refuses nothing', async () => {
  const receiver = aSignalReceiver({ id: 'one' })
  const { channel, push } = createSharedSignals({
    store: { signalReceiverById: async () => receiver, noteSignalReceiver: () => Promise.reject(new Error('full')) },
    speaker: { ofLogoff: async () => 'set', ofNotice: () => Promise.reject(new Error('no key')) },
    post: taken,
    clock: () => new Date(0),
  })
  const notice = { id: 'n', receiverId: 'one', streamId: 's', at: new Date(0) }

  expect(await channel.tell([to('one')])).toEqual([{ to: 'acknowledged' }])
  expect(await push(receiver, { ...notice, event: { kind: 'verification', state: null } })).toMatchObject({
    to: 'unreachable',
  })
})
