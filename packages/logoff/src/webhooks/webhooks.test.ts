import { createServer, type RequestListener, type Server } from 'node:http'
import type { WebhookMessage } from '@curfew/registry'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { webhookPoster } from './index.ts'
import { signatureOf } from './sign.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A sink on loopback, and what it was sent. */
async function aSink(listener: RequestListener = (_request, response) => response.end('thank you')) {
  const heard: { readonly headers: Record<string, string>; readonly body: string; readonly path: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      heard.push({ headers, body: Buffer.concat(chunks).toString(), path: request.url ?? '' })
      listener(request, response)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/in`, heard }
}

const aSecret = () => `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`
const aMessage = (overrides: Partial<WebhookMessage>): WebhookMessage => ({
  url: 'http://127.0.0.1:9/',
  allowPrivate: true,
  id: 'session-closed_one_1',
  at: new Date(),
  body: JSON.stringify({ type: 'session.closed', data: { userId: 'Zoë' } }),
  secrets: [aSecret()],
  ...overrides,
})

test('the official library verifies what is sent, with either secret during an overlap, and refuses what is not ours', async () => {
  const [secret, former] = [aSecret(), aSecret()]
  const { url, heard } = await aSink()
  const message = aMessage({ url, secrets: [secret, former] })

  expect(await webhookPoster().post(message)).toMatchObject({ status: 200, body: 'thank you' })

  const [sent] = heard
  if (!sent) throw new Error('nothing was sent')
  expect(sent.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': message.id })
  expect(sent.body).toBe(message.body)
  for (const good of [secret, former])
    expect(new Webhook(good).verify(sent.body, sent.headers)).toEqual(JSON.parse(message.body))
  expect(() => new Webhook(aSecret()).verify(sent.body, sent.headers)).toThrow('No matching signature')
  expect(() => new Webhook(secret).verify(`${sent.body} `, sent.headers)).toThrow('No matching signature')
  expect(() => new Webhook(secret).verify(sent.body, { ...sent.headers, 'webhook-id': 'another' })).toThrow(
    'No matching signature',
  )
})

test('signatures are those of the official library, whatever is signed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      fc.string({ unit: 'grapheme' }),
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      (key, body, at) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`
        const theirs = new Webhook(secret).sign('an-id', at, body)
        expect(signatureOf('an-id', Math.floor(at.getTime() / 1000), body, [secret])).toBe(theirs)
      },
    ),
  )
})

test('a later attempt has the same id and its own time, so that a receiver does not take it for a replay of long ago', async () => {
  const { url, heard } = await aSink()
  const message = aMessage({ url })

  await webhookPoster().post(message)
  await webhookPoster().post({ ...message, at: new Date(message.at.getTime() + 60_000) })

  expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const [one, two] = heard.map(({ headers }) => Number(headers['webhook-timestamp']))
  expect((two ?? 0) - (one ?? 0)).toBe(60)
})

test('a redirect is an answer, and nobody goes there', async () => {
  const elsewhere = await aSink()
  const { url } = await aSink((_request, response) => response.writeHead(302, { location: elsewhere.url }).end())

  expect(await webhookPoster().post(aMessage({ url }))).toEqual({ status: 302, body: '' })
  expect(elsewhere.heard).toEqual([])
})

test('an answer without an end is cut off, and its status stands', async () => {
  let written = 0
  const { url } = await aSink((_request, response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536
    }
    response.on('drain', more)
    more()
  })

  const answer = await webhookPoster().post(aMessage({ url }))

  expect(answer).toMatchObject({ status: 200 })
  expect(written).toBeLessThan(64 * 1024 * 1024)
})

test('who does not answer in time, or answers a drop at a time, is not waited for any longer', async () => {
  const silent = await aSink(() => {})
  const dripping = await aSink((_request, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const poster = webhookPoster({ limitMs: 300 })

  for (const { url } of [silent, dripping])
    expect(await poster.post(aMessage({ url }))).toMatchObject({
      failure: expect.stringContaining('did not answer within 0.3 s'),
    })
})

test('who is down, or hangs up, has not heard', async () => {
  const rude = await aSink((request) => request.socket.destroy())

  for (const url of ['http://127.0.0.1:9/', rude.url])
    expect(await webhookPoster().post(aMessage({ url }))).toMatchObject({
      failure: expect.stringContaining('cannot be reached'),
    })
})

test('without leave nothing is sent in clear, to this machine, or to where a name leads inside', async () => {
  const { url, heard } = await aSink()
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const poster = webhookPoster({ resolve })

  expect(await poster.post(aMessage({ url, allowPrivate: false }))).toHaveProperty('failure')
  const secure = { url: url.replace('http:', 'https:'), allowPrivate: false }
  expect(await poster.post(aMessage(secure))).toHaveProperty('failure')
  const named = { url: 'https://sink.example/in', allowPrivate: false }
  expect(await poster.post(aMessage(named))).toMatchObject({ failure: expect.stringContaining('127.0.0.1') })
  expect(heard).toEqual([])
})
