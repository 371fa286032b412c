import { createServer, type RequestListener, type Server } from 'node:http'
import { pollAnswer, receiptPage, registerResults, signalReceiverKey, sourceKey } from '@curfew/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aProgram, post, type StartedCurfew, startHere } from '../../apps/bff/src/curfew.test-kit.ts'
import { type Mishap, misbehave } from '../../apps/playground/src/mishaps.ts'
import { portOf } from '../port-of.ts'

/** Shared signals over real connections, to receivers that do all that receivers do wrong. */
let curfew: StartedCurfew
let ada: Awaited<ReturnType<typeof aProgram>>
let sourceSecret = ''
const servers: Server[] = []

beforeAll(async () => {
  curfew = await startHere()
  ada = await aProgram(curfew.address)
  sourceSecret = sourceKey.parse(
    await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'], toldBy: 'none' }),
  ).key
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  await curfew[Symbol.asyncDispose]()
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${portOf(server)}`
}

async function aReceiver(name: string): Promise<{ id: string; key: string }> {
  const wanted = { name, audience: `https://${name}.example`, allowsPrivateAddresses: true }
  const { receiver, key } = signalReceiverKey.parse(await ada.post('/api/signals/receivers', wanted))
  return { id: receiver.id, key }
}

/** A receiver that is pushed to, and what came to it. */
async function aPushed(name: string, listener: RequestListener): Promise<{ id: string; came: string[] }> {
  const came: string[] = []
  const url = await listen((request, response) => {
    came.push(request.url ?? '')
    listener(request, response)
  })
  const { id } = await aReceiver(name)
  await ada.post(`/api/signals/receivers/${id}/stream`, { delivery: { method: 'push', endpointUrl: `${url}/in` } })
  return { id, came }
}

/** A session that is closed; how the receivers stand, by name. */
async function closeOne(userId: string) {
  const session = { handle: `h-${userId}`, kind: 'self-service-console', userId }
  const answer = await post(
    `${curfew.address}/source/sessions`,
    { sessions: [session] },
    { Authorization: `Bearer ${sourceSecret}` },
  )
  const { results } = registerResults.parse(await answer.json())
  const plan = await ada.post('/api/plans', { sessionIds: [results[0]?.sessionId] })
  const { id } = await ada.post('/api/closures', { planId: plan.id, reason: 'a test' })
  return async (name: string) => {
    const { items } = receiptPage.parse(await ada.get(`/api/closures/${id}/receipts?limit=100`))
    const receipt = items.find(({ recipient }) => recipient === name)
    return receipt && `${receipt.status}: ${receipt.cause}`
  }
}

const cases: Readonly<Record<Mishap, RegExp>> = {
  down: /^unreachable: 127\.0\.0\.1:\d+ /,
  '400': /^refused: .*invalid_request/,
  '302': /^refused: .*302/,
  slow: /^unreachable: .*within 5 s/,
  huge: /^(refused|sent|unreachable): /,
}

test('a receiver that is dead, refuses, redirects, is slow or never ends is not told, is named with the cause, and holds up no other', {
  timeout: 90_000,
}, async () => {
  const order: string[] = []
  let elsewhere = 0
  const target = await listen((_request, response) => {
    elsewhere += 1
    response.end()
  })
  const bad = Object.keys(cases).filter((name): name is Mishap => Object.hasOwn(cases, name))
  const asked = new Map<Mishap, string[]>()
  for (const mishap of bad) {
    const { came } = await aPushed(`bad-${mishap}`, (request, response) => {
      if (mishap === '302') response.writeHead(302, { location: `${target}/elsewhere` }).end(request.resume() && '')
      else misbehave(mishap, request, response)
      if (mishap === 'slow') response.on('close', () => order.push('the slow one is given up'))
    })
    asked.set(mishap, came)
  }
  await aPushed('good', (request, response) => {
    order.push('the good one is told')
    request.resume().on('end', () => response.writeHead(202).end())
  })

  const standing = await closeOne('ada')

  await expect.poll(() => standing('good'), { timeout: 30_000 }).toBe('acknowledged: ')
  for (const mishap of bad)
    await expect.poll(() => standing(`bad-${mishap}`), { timeout: 60_000 }).toMatch(cases[mishap])
  expect(order.slice(0, 2)).toEqual(['the good one is told', 'the slow one is given up'])
  expect(elsewhere).toBe(0)
  for (const came of asked.values()) expect(came.length).toBeGreaterThan(0)
})

test('a receiver that dies while it polls loses nothing: the same token is there when it comes back', async () => {
  const { key } = await aReceiver('poller')
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const ask = (path: string, body: object, signal?: AbortSignal) =>
    fetch(`${curfew.address}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
  await ask('/signals/stream', {
    events_requested: ['https://schemas.openid.net/secevent/caep/event-type/session-revoked'],
  })
  const death = new AbortController()
  const held = ask('/signals/poll', {}, death.signal).then(
    () => 'answered',
    () => 'cut',
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  death.abort()
  expect(await held).toBe('cut')

  await closeOne('grace')
  const sets = async (body: object) => pollAnswer.parse(await (await ask('/signals/poll', body)).json()).sets
  const first = await sets({})
  const again = await sets({ returnImmediately: true })

  expect(Object.keys(first)).toHaveLength(1)
  expect(again).toEqual(first)
  expect(await sets({ returnImmediately: true, ack: Object.keys(first) })).toEqual({})
})
