import { expect, test } from 'vitest'
import { aReceiver } from '../back-channel/a-relying-party.test-kit.ts'
import { createExchange } from './exchange.ts'

const form = { logout_token: 'eyJhbGciOi.secret.token' }
const near = { form, allowsPrivateAddresses: true }
const loopback = { address: '127.0.0.1', family: 4 }

test('what is asked arrives, under the name in the URL, at the address that the name was resolved to', async () => {
  await using receiver = await aReceiver((response) => response.end('{"ok":true}'))
  const exchange = createExchange({ resolve: async () => [loopback] })

  const answered = await exchange({ ...near, uri: `http://rp.example:${receiver.port}/logout?a=b` })

  expect(answered).toEqual({ outcome: 'answered', status: 200, body: '{"ok":true}' })
  expect(receiver.received).toMatchObject([
    {
      path: '/logout?a=b',
      headers: { host: `rp.example:${receiver.port}` },
      body: 'logout_token=eyJhbGciOi.secret.token',
    },
  ])
})

test.each(['127.0.0.1', '[::1]', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '017700000001'])(
  'no connection is made to https://%s where nothing private is allowed',
  async (host) => {
    await using receiver = await aReceiver()
    const exchange = createExchange()

    const answered = await exchange({ form, allowsPrivateAddresses: false, uri: `https://${host}:${receiver.port}/` })

    expect(answered).toMatchObject({ outcome: 'failed', cause: expect.stringMatching(/^No connection is made to/) })
    expect(receiver.connections()).toBe(0)
  },
)

test('nor without TLS; nor, whatever is allowed, to where credentials are handed out', async () => {
  const exchange = createExchange()

  expect(await exchange({ form, allowsPrivateAddresses: false, uri: 'http://rp.example/' })).toEqual({
    outcome: 'failed',
    cause: 'rp.example would be reached without TLS, which is not allowed for this source.',
  })
  expect(await exchange({ ...near, uri: 'http://169.254.169.254/latest/meta-data/' })).toEqual({
    outcome: 'failed',
    cause: 'No connection is made to 169.254.169.254: 169.254.169.254 is a metadata address.',
  })
})

test('a name of which one address may not be reached is not reached at all', async () => {
  await using receiver = await aReceiver()
  const exchange = createExchange({ resolve: async () => [{ address: '93.184.215.14', family: 4 }, loopback] })

  const answered = await exchange({ form, allowsPrivateAddresses: false, uri: `https://rp.example:${receiver.port}/` })

  expect(answered).toMatchObject({ outcome: 'failed', cause: expect.stringContaining('127.0.0.1 is this machine') })
  expect(receiver.connections()).toBe(0)
})

test('a name is resolved once for each exchange: what it says a moment later changes nothing', async () => {
  await using receiver = await aReceiver()
  const answers = [[loopback], [{ address: '169.254.169.254', family: 4 }]]
  let asked = 0
  const exchange = createExchange({ resolve: async () => answers[asked++] ?? [] })
  const uri = `http://rebinding.example:${receiver.port}/`

  const first = await exchange({ ...near, uri })
  expect(asked).toBe(1)
  const second = await exchange({ ...near, uri })

  expect(first).toMatchObject({ outcome: 'answered' })
  expect(second).toMatchObject({ outcome: 'failed', cause: expect.stringContaining('a metadata address') })
  expect(receiver.connections()).toBe(1)
})

test('a redirect is an answer, and is not followed', async () => {
  await using target = await aReceiver()
  const location = `http://127.0.0.1:${target.port}/`
  await using receiver = await aReceiver((response) => response.writeHead(307, { location }).end())

  expect(await createExchange()({ ...near, uri: receiver.uri })).toMatchObject({ outcome: 'answered', status: 307 })
  expect(target.connections()).toBe(0)
})

test('one that does not answer is given up after the limit; so is a name that is not found in time', async () => {
  await using receiver = await aReceiver(() => {})

  expect(await createExchange({ limitMs: 100 })({ ...near, uri: receiver.uri })).toEqual({
    outcome: 'failed',
    cause: `127.0.0.1:${receiver.port} did not answer within 0.1 s.`,
  })
  const never = createExchange({ limitMs: 100, resolve: () => new Promise(() => {}) })
  expect(await never({ ...near, uri: 'http://rp.example/' })).toMatchObject({ outcome: 'failed' })
})

test('an answer without end is cut off, by its size or by the time it takes', async () => {
  await using flood = await aReceiver((response) => {
    const pour = () => void (response.destroyed || response.write('x'.repeat(16_384), () => setImmediate(pour)))
    pour()
  })
  await using drip = await aReceiver((response) => response.writeHead(200).write('x'))

  expect(await createExchange()({ ...near, uri: flood.uri })).toMatchObject({
    outcome: 'cut-off',
    status: 200,
    cause: 'It answered 200, and then: the answer is longer than 65536 bytes.',
  })
  // So long that the head of the answer has come by then: on a busy machine that takes a while.
  let limitMs = 200
  const dripping = () => createExchange({ limitMs })({ ...near, uri: drip.uri })
  let answered = await dripping()
  while (answered.outcome === 'failed' && limitMs < 20_000) {
    limitMs *= 2
    answered = await dripping()
  }
  expect(answered).toMatchObject({
    outcome: 'cut-off',
    status: 200,
    cause: expect.stringContaining(`did not answer within ${limitMs / 1000} s`),
  })
})

test.each([['a socket that is closed at once', (response: { destroy(): void }) => response.destroy()]])(
  '%s is a failure with its code, and without what was sent',
  async (_, behave) => {
    await using receiver = await aReceiver(behave)

    const answered = await createExchange()({ ...near, uri: receiver.uri })

    expect(answered).toMatchObject({ outcome: 'failed', cause: expect.stringContaining('ECONNRESET') })
    expect(JSON.stringify(answered)).not.toContain('eyJhbGciOi')
  },
)

test('a name that does not exist is a failure with its code', async () => {
  const error = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
  const exchange = createExchange({ resolve: async () => Promise.reject(error) })

  expect(await exchange({ ...near, uri: 'http://no.example/' })).toEqual({
    outcome: 'failed',
    cause: 'no.example cannot be found (ENOTFOUND).',
  })
})
