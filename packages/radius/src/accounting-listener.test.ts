import { describe, expect, test } from 'vitest'
import { aListener, aStart, secret } from './a-listener.test-kit.ts'
import { aPeer, hasIpv6, until } from './a-peer.test-kit.ts'
import { attribute } from './attribute.ts'
import { packetCodes } from './packet.ts'
import { packetOf, radclient } from './packets.test-kit.ts'
import { judgeAnswer, signRequest } from './signature.ts'
import type { Peer } from './udp-socket.ts'

describe('an authentic request', () => {
  test('is answered with its identifier and a Response Authenticator over its own', async () => {
    const { address } = await aListener()
    const nas = await aPeer()
    const request = aStart('a', { identifier: 77 })

    nas.send(request, address)
    await nas.heard(1)

    const answer = packetOf(nas.answer(0))
    expect(answer).toMatchObject({ code: 5, identifier: 77, attributes: [] })
    expect(judgeAnswer(answer, packetOf(request), secret)).toBe('authentic')
  })

  test('is answered only after it is committed', async () => {
    const { address, waiting, listener } = await aListener({ commits: 'by-hand' })
    const nas = await aPeer()

    nas.send(aStart('a'), address)
    await until(() => waiting.length === 1)
    const answeredBefore = listener.statistics().answered
    waiting[0]?.resolve()
    await nas.heard(1)

    expect(answeredBefore).toBe(0)
    expect(listener.statistics()).toMatchObject({
      received: 1,
      answered: 1,
      commits: 1,
      committedEvents: 1,
      waiting: 0,
    })
  })

  test("carries a relay's Proxy-States back, unchanged and in their order", async () => {
    const { address } = await aListener()
    const relay = await aPeer()
    const states = ['first', 'second'].map((state) => attribute('Proxy-State', Buffer.from(state)))

    relay.send(aStart('a', { more: states }), address)
    await relay.heard(1)

    expect(packetOf(relay.answer(0)).attributes).toEqual(states)
  })

  test('may be signed with a secret that is being changed', async () => {
    const { address } = await aListener({ source: { secrets: [Buffer.from('new'), secret] } })
    const nas = await aPeer()
    const request = aStart('a')

    nas.send(request, address)
    await nas.heard(1)

    expect(judgeAnswer(packetOf(nas.answer(0)), packetOf(request), secret)).toBe('authentic')
  })

  test('about what is not remembered here is answered and not committed', async () => {
    const { address, batches } = await aListener()
    const nas = await aPeer()
    const draft = { code: packetCodes.accountingRequest, identifier: 1, attributes: [attribute('Acct-Status-Type', 9)] }

    nas.send(signRequest(draft, secret), address)
    await nas.heard(1)

    expect(batches).toEqual([])
  })

  test('for a sign of life is answered like one', async () => {
    const { address } = await aListener({ source: { secrets: [Buffer.from('testing123')] } })
    const relay = await aPeer()

    relay.send(radclient.status, address)
    await relay.heard(1)

    const answer = packetOf(relay.answer(0))
    expect(answer.code).toBe(packetCodes.accountingResponse)
    expect(judgeAnswer(answer, packetOf(radclient.status), radclient.secret)).toBe('authentic')
  })

  test.skipIf(!hasIpv6)('is taken on IPv6 as well, on a socket of its own', async () => {
    const sockets = [
      { address: '127.0.0.1', port: 0 },
      { address: '::1', port: 0 },
    ]
    const { listener, batches } = await aListener({ network: '::1', sockets })
    const nas = await aPeer(undefined, '::1')
    const [, v6] = listener.addresses

    if (v6 !== undefined) nas.send(aStart('a'), v6)
    await nas.heard(1)

    expect(batches[0]?.[0]).toMatchObject({ sourceId: 'vpn', nas: { sentFrom: '::1' } })
  })
})

describe('group commit', () => {
  test('what comes while a batch is being committed goes together into the next one', async () => {
    const { address, waiting, ids, listener } = await aListener({ commits: 'by-hand' })
    const nas = await aPeer()
    nas.send(aStart('a'), address)
    await until(() => waiting.length === 1)

    for (const id of ['b', 'c', 'd']) nas.send(aStart(id), address)
    await until(() => listener.statistics().waiting === 3)
    waiting[0]?.resolve()
    await until(() => waiting.length === 2)
    waiting[1]?.resolve()
    await nas.heard(4)

    expect(ids()).toEqual([['a'], ['b', 'c', 'd']])
  })

  test('nothing is answered when the store cannot be written, and what is sent again is tried again', async () => {
    const { address, waiting, listener, ids } = await aListener({ commits: 'by-hand' })
    const nas = await aPeer()
    const request = aStart('a')

    nas.send(request, address)
    await until(() => waiting.length === 1)
    waiting[0]?.reject(new Error('The disk is full.'))
    await until(() => listener.refusals().length === 1)
    nas.send(request, address)
    await until(() => waiting.length === 2)
    waiting[1]?.resolve()
    await nas.heard(1)

    expect(ids()).toEqual([['a'], ['a']])
    expect(listener.refusals()).toMatchObject([{ reason: 'not-stored', detail: 'The disk is full.', count: 1 }])
    expect(listener.statistics().answered).toBe(1)
  })

  test('a flood of one NAS delays the others by no more than the batches that are being committed', async () => {
    const limits = { maxBatch: 10, maxWaitingPerNas: 100 }
    const { address, waiting, ids, listener } = await aListener({ commits: 'by-hand', limits })
    const flood = await aPeer()
    const quiet = await aPeer(undefined, '127.0.0.2')
    flood.send(aStart('first'), address)
    await until(() => waiting.length === 1)
    flood.send(aStart('second'), address)
    await until(() => waiting.length === 2)

    for (let count = 0; count < 150; count += 1) flood.send(aStart(`flood ${count}`), address)
    await until(() => listener.statistics().received === 152)
    quiet.send(aStart('quiet'), address)
    await until(() => listener.statistics().received === 153)
    waiting[0]?.resolve()
    await until(() => waiting.length === 3)
    waiting[2]?.resolve()
    await quiet.heard(1)

    expect(ids()[2]).toContain('quiet')
    expect(listener.refusals()).toMatchObject([{ address: '127.0.0.1', reason: 'too-many-waiting', count: 50 }])
    waiting[1]?.resolve()
    for (let next = 3; listener.statistics().waiting > 0; next += 1) {
      await until(() => waiting.length > next)
      waiting[next]?.resolve()
    }
  })
})

describe('the same request again', () => {
  test('is answered with the same octets and not committed again, also from another port', async () => {
    const { address, batches, listener } = await aListener()
    const nas = await aPeer()
    const samePlace = await aPeer()
    const request = aStart('a')

    nas.send(request, address)
    await nas.heard(1)
    nas.send(request, address)
    await nas.heard(2)
    samePlace.send(request, address)
    await samePlace.heard(1)

    expect(batches).toHaveLength(1)
    expect(nas.received[1]?.octets).toEqual(nas.answer(0))
    expect(samePlace.received[0]?.octets).toEqual(nas.answer(0))
    expect(listener.statistics()).toMatchObject({ answered: 1, duplicates: 2 })
  })

  test('while it is being committed waits for that one answer', async () => {
    const { address, waiting, listener } = await aListener({ commits: 'by-hand' })
    const nas = await aPeer()
    const request = aStart('a')

    for (let count = 0; count < 3; count += 1) nas.send(request, address)
    await until(() => listener.statistics().duplicates === 2 && waiting.length === 1)
    waiting[0]?.resolve()
    await nas.heard(1)

    expect(waiting).toHaveLength(1)
    expect(listener.statistics().answered).toBe(1)
  })

  test('with the identifier of another is another request', async () => {
    const { address, ids } = await aListener()
    const nas = await aPeer()

    nas.send(aStart('a', { identifier: 9 }), address)
    nas.send(aStart('b', { identifier: 9 }), address)
    await nas.heard(2)

    expect(ids().flat()).toEqual(['a', 'b'])
  })
})

describe('stopping', () => {
  test('answers what is being committed, and takes nothing in any more', async () => {
    const { address, waiting, listener } = await aListener({ commits: 'by-hand' })
    const nas = await aPeer()
    nas.send(aStart('a'), address)
    await until(() => waiting.length === 1)

    const stopped = listener.stop()
    waiting[0]?.resolve()
    await stopped
    await nas.heard(1)

    expect(listener.statistics()).toMatchObject({ answered: 1, received: 1 })
  })

  test('again is harmless', async () => {
    const { listener } = await aListener()

    await listener.stop()

    await expect(listener.stop()).resolves.toBeUndefined()
  })
})

test('when one socket cannot be bound, none is left open', async () => {
  const { address } = await aListener()
  const free = await aPeer()
  const wanted: Peer[] = [{ address: '127.0.0.3', port: free.port }, address]

  await expect(aListener({ sockets: wanted })).rejects.toMatchObject({ code: 'EADDRINUSE' })

  await expect(aListener({ sockets: wanted.slice(0, 1) })).resolves.toBeDefined()
})

test('the time of an event is that of the clock', async () => {
  const { address, batches, time } = await aListener()
  const nas = await aPeer()

  nas.send(aStart('a'), address)
  await nas.heard(1)

  expect(batches[0]?.[0]?.receivedAt).toEqual(time.clock())
})
