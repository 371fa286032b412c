import { expect, test } from 'vitest'
import { aReceiver, aToldSource } from './a-relying-party.test-kit.ts'
import { keeps } from './probe.ts'

test.each([200, 204])(
  'an answer %i says that the logoff was accepted, and not that the session is over',
  async (status) => {
    await using receiver = await aReceiver((response) => response.writeHead(status).end())
    const { channel, logoff } = await aToldSource({ uri: receiver.uri })

    expect(await channel.tell([logoff()])).toEqual([{ to: 'acknowledged' }])
  },
)

test.each([
  [400, '{"error":"invalid_request","error_description":"eyJhbGciOi secret"}', 'It answered 400 (invalid_request).'],
  [400, 'the token was eyJhbGciOi', 'It answered 400.'],
  [401, '{"error":"eyJhbGciOi.eyJ.x"}', 'It answered 401.'],
  [404, '', 'It answered 404.'],
  [302, '', 'It answered 302; redirects are not followed.'],
  [500, '', 'It answered 500.'],
])(
  'an answer %i is refused, is never tried again, and quotes nothing that might be a token',
  async (status, body, cause) => {
    await using receiver = await aReceiver((response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(body),
    )
    const { channel, logoff } = await aToldSource({ uri: receiver.uri })

    expect(await channel.tell([logoff()])).toEqual([{ to: 'refused', cause }])
    expect(receiver.received).toHaveLength(1)
  },
)

test('an answer that the source is configured for is tried again', async () => {
  await using receiver = await aReceiver((response) => response.writeHead(503).end())
  const { channel, logoff } = await aToldSource({ uri: receiver.uri })

  expect(await channel.tell([logoff()])).toEqual([{ to: 'unreachable', cause: 'It answered 503.' }])
})

test('a dead receiver is not told; after three in a row the others of its batch are left for later', async () => {
  const receiver = await aReceiver()
  await receiver[Symbol.asyncDispose]()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri })
  const many = Array.from({ length: 60 }, () => logoff())

  const outcomes = await channel.tell(many)

  expect(outcomes).toHaveLength(60)
  expect(new Set(outcomes.map(({ to }) => to))).toEqual(new Set(['unreachable']))
  expect(outcomes[0]).toMatchObject({ cause: `127.0.0.1:${receiver.port} cannot be reached (ECONNREFUSED).` })
  expect(outcomes.at(-1)).toMatchObject({ cause: 'It did not answer those before.' })
})

test('a probe that says the session is over proves it', async () => {
  await using receiver = await aReceiver((response, { path }) =>
    response.end(path === '/probe' ? '{"active":false}' : ''),
  )
  const probeUri = `http://127.0.0.1:${receiver.port}/probe`
  const { channel, logoff } = await aToldSource({ uri: receiver.uri, probeUri })

  expect(await channel.tell([logoff({ handle: 'sid-1' })])).toEqual([{ to: 'verified' }])
  expect(receiver.received[1]?.body).toBe('token=sid-1&token_type_hint=sid')
})

test('a receiver that answers 200 and keeps the session is found out by its probe', async () => {
  await using receiver = await aReceiver((response, { path }) =>
    response.end(path === '/probe' ? '{"active":true}' : ''),
  )
  const probeUri = `http://127.0.0.1:${receiver.port}/probe`
  const { channel, logoff } = await aToldSource({ uri: receiver.uri, probeUri })

  expect(await channel.tell([logoff()])).toEqual([{ to: 'refused', cause: keeps }])
})

test.each(['', 'no JSON', '[]', '{"active":"false"}', 'null'])(
  'a probe that answers %j proves nothing: accepted it stays',
  async (answer) => {
    await using receiver = await aReceiver((response, { path }) => response.end(path === '/probe' ? answer : ''))
    const probeUri = `http://127.0.0.1:${receiver.port}/probe`
    const { channel, logoff } = await aToldSource({ uri: receiver.uri, probeUri })

    expect(await channel.tell([logoff()])).toEqual([{ to: 'acknowledged' }])
  },
)

test('a slow receiver holds up nobody else', async () => {
  await using slow = await aReceiver(() => {})
  await using quick = await aReceiver()
  const one = await aToldSource({ uri: slow.uri }, { limitMs: 60_000 })
  const another = await aToldSource({ uri: quick.uri })
  const { store } = one
  await store.createSource(another.source, { id: 'a', at: new Date(0), actor: null, act: '', target: '', detail: {} })

  const never = one.channel.tell([one.logoff()])
  const told = await one.channel.tell([another.logoff()])

  expect(told).toEqual([{ to: 'acknowledged' }])
  void never
})
