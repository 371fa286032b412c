import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession } from './cast/index.ts'
import { closeByPolicy } from './close-by-policy.ts'
import { readFarewell } from './farewell.ts'

const order = {
  reason: 'CAEP session-revoked of https://idp.example',
  reasonKind: 'policy',
  actor: null,
  messageToUser: 'Your device is not safe any more.',
  messagesToUser: { de: 'Ihr Gerät ist nicht mehr sicher.' },
} as const

test('a rule closes sessions through the same door: stored with its reason, and nobody named', async () => {
  const { ports, store, seen } = aRegistry()
  const [meant, other] = [aNewSession(), aNewSession()]
  await registerSessions(ports, [meant, other])

  const closure = await closeByPolicy(ports, { ...order, sessions: [meant, meant] })

  expect(closure).toMatchObject({
    state: 'done',
    closed: 1,
    closedBy: null,
    reasonKind: 'policy',
    reason: order.reason,
  })
  const ended = await store.sessionById(meant.id)
  expect(ended).toMatchObject({ ending: 'closure', closureId: closure?.id })
  expect(await store.sessionById(other.id)).toMatchObject({ endedAt: null })
  expect(ended && (await readFarewell(ports, ended))).toMatchObject({
    reasonKind: 'policy',
    byYourself: false,
    messageToUser: order.messageToUser,
    messagesToUser: order.messagesToUser,
  })
  expect(seen.wakes).toBe(1)
})

test('what has ended, is unknown or is not listed is left alone, and then there is no closure', async () => {
  const { ports, store } = aRegistry()
  const unlisted = aNewSession({ kind: 'authentication-agent' })
  const closed = aNewSession()
  await registerSessions(ports, [unlisted, closed])
  await closeByPolicy(ports, { ...order, sessions: [closed] })

  const again = await closeByPolicy(ports, { ...order, sessions: [unlisted, closed, { id: 'made-up' }] })

  expect(again).toBeNull()
  expect(await store.sessionById(unlisted.id)).toMatchObject({ endedAt: null })
  expect((await store.closures(10, null)).items).toHaveLength(1)
})

test('many sessions are one closure', async () => {
  const { ports } = aRegistry()
  const sessions = Array.from({ length: 2_300 }, () => aNewSession())
  await registerSessions(ports, sessions)

  expect(await closeByPolicy(ports, { ...order, sessions })).toMatchObject({ planned: 2_300, closed: 2_300 })
})
