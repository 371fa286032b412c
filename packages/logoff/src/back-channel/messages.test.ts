import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { aReceiver, aToldSource } from './a-relying-party.test-kit.ts'

const names = (tokens: readonly string[]) =>
  tokens
    .map((token) => decodeJwt(token))
    .map(({ sub, sid }) => (sub === undefined ? `sid ${String(sid)}` : `sub ${sub}`))

test('where sub is honoured all sessions of a user, ended by one closure, are one token with sub and no sid', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri, honoursSub: true })
  const [one, two, bobs] = [
    logoff({ userId: 'ada' }),
    logoff({ userId: 'ada' }),
    logoff({ userId: 'bob', handle: 'b' }),
  ]

  const outcomes = await channel.tell([one, bobs, two])

  expect(names(receiver.tokens()).sort()).toEqual(['sid b', 'sub ada'])
  expect(outcomes).toEqual([{ to: 'acknowledged' }, { to: 'acknowledged' }, { to: 'acknowledged' }])
  expect(decodeJwt(receiver.tokens().find((token) => decodeJwt(token).sub) ?? '')).not.toHaveProperty('sid')
})

test('where it is not honoured each of them is a token with its sid', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri, honoursSub: false })

  await channel.tell([logoff({ userId: 'ada', handle: 'a' }), logoff({ userId: 'ada', handle: 'b' })])

  expect(names(receiver.tokens()).sort()).toEqual(['sid a', 'sid b'])
})

test('one that the user has open there is spared: then each has its sid, though sub is honoured', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff, store, source } = await aToldSource({ uri: receiver.uri, honoursSub: true })
  const { session } = logoff({ userId: 'ada', id: 'still open', handle: 'still open' })
  await store.register([
    { ...session, kind: 'self-service-console', status: 'active', sourceId: source.id, credentialHash: null },
  ])

  await channel.tell([logoff({ userId: 'ada', handle: 'a' }), logoff({ userId: 'ada', handle: 'b' })])

  expect(names(receiver.tokens()).sort()).toEqual(['sid a', 'sid b'])
})

test('sessions that ended at different occasions, or by themselves, are never one token', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri, honoursSub: true })
  const ada = (handle: string, closure: string | null) => logoff({ userId: 'ada', handle }, closure)

  await channel.tell([ada('a', 'one'), ada('b', 'two'), ada('c', null), ada('d', null)])

  expect(names(receiver.tokens()).sort()).toEqual(['sid a', 'sid b', 'sid c', 'sid d'])
})
