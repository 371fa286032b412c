import { createServer, type RequestListener, type Server } from 'node:http'
import { receiptPage, registerResults, sourceKey } from '@curfew/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aProgram, post, type StartedCurfew, startHere } from '../../apps/bff/src/curfew.test-kit.ts'
import { isMishap, type Mishap, misbehave } from '../../apps/playground/src/mishaps.ts'
import { portOf } from '../port-of.ts'

/** Back-channel logout through the whole of Curfew, to relying parties that do all that receivers do wrong. */
let curfew: StartedCurfew
let ada: Awaited<ReturnType<typeof aProgram>>
const servers: Server[] = []

beforeAll(async () => {
  curfew = await startHere()
  ada = await aProgram(curfew.address)
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

/** A relying party at that address with one session. @returns the session's id */
async function aSessionAt(name: string, uri: string, allowsPrivateAddresses = true): Promise<string> {
  const backChannel = { uri, audience: name, issuer: 'https://op.example', allowsPrivateAddresses }
  const wanted = { name, kinds: ['self-service-console'], toldBy: 'back-channel', backChannel }
  const { key } = sourceKey.parse(await ada.post('/api/sources', wanted))
  const session = { handle: `sid-${name}`, kind: 'self-service-console', userId: 'ada' }
  const answer = await post(
    `${curfew.address}/source/sessions`,
    { sessions: [session] },
    { Authorization: `Bearer ${key}` },
  )
  return registerResults.parse(await answer.json()).results[0]?.sessionId ?? ''
}

const cases: Readonly<Record<Mishap | 'to-metadata' | 'private', RegExp>> = {
  down: /^unreachable: /,
  '400': /^refused: It answered 400 \(invalid_request\)\.$/,
  '302': /^refused: It answered 302; redirects are not followed\.$/,
  slow: /^unreachable: .*5 s/,
  huge: /^refused: /,
  'to-metadata': /^unreachable: No connection is made to 169\.254\.169\.254/,
  private: /^unreachable: No connection is made to localhost/,
}

test('relying parties that are dead, refuse, redirect, are slow or never end are not told, each with its cause, and hold up no other', {
  timeout: 90_000,
}, async () => {
  const order: string[] = []
  let asked = 0
  const never = await listen((_request, response) => {
    asked += 1
    response.end()
  })
  const bad = Object.keys(cases).filter(isMishap)
  const sessionIds: string[] = []
  for (const mishap of bad) {
    const url = await listen((request, response) => {
      if (mishap === '302') response.writeHead(302, { location: `${never}/elsewhere` }).end()
      else misbehave(mishap, request, response)
      if (mishap === 'slow') response.on('close', () => order.push('the slow one is given up'))
    })
    sessionIds.push(await aSessionAt(`rp-${mishap}`, `${url}/logout`))
  }
  sessionIds.push(await aSessionAt('rp-to-metadata', 'http://169.254.169.254/latest/meta-data/'))
  sessionIds.push(await aSessionAt('rp-private', `https://localhost:${new URL(never).port}/logout`, false))
  const good = await listen((request, response) => {
    order.push('the good one is told')
    request.resume().on('end', () => response.end())
  })
  sessionIds.push(await aSessionAt('rp-good', `${good}/logout`))

  const plan = await ada.post('/api/plans', { sessionIds })
  const { id } = await ada.post('/api/closures', { planId: plan.id, reason: 'a test' })
  const standing = async (name: string) => {
    const { items } = receiptPage.parse(await ada.get(`/api/closures/${id}/receipts?limit=100`))
    const receipt = items.find(({ recipient }) => recipient === `rp-${name}`)
    return `${receipt?.status}: ${receipt?.cause}`
  }

  await expect.poll(() => standing('good'), { timeout: 30_000 }).toBe('acknowledged: ')
  for (const [name, cause] of Object.entries(cases))
    await expect.poll(() => standing(name), { timeout: 60_000 }).toMatch(cause)
  expect(order.slice(0, 2)).toEqual(['the good one is told', 'the slow one is given up'])
  expect(asked).toBe(0)
})
