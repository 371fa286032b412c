import { expect, test, vi } from 'vitest'
import { aProgram, firstAdministrator, post, startHere } from './curfew.test-kit.ts'

test('what begins with /api or /source is the API, whatever else is the console', async () => {
  await using curfew = await startHere()
  const answers = await Promise.all(
    ['/api/about', '/api/nothing', '/apiary', '/healthz', '/healthz/more', '/readyz', '/source/feed'].map((path) =>
      fetch(curfew.address + path),
    ),
  )
  const texts = await Promise.all(answers.map((answer) => answer.text()))

  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 200, 404, 200, 401])
  expect(texts[1]).toContain('"code":"not-found"')
  expect(texts[2]).toContain('There is no such file')
  expect(texts[6]).toContain('"code":"not-logged-on"')
})

test('a change that another site asks for is refused, and one from our own pages is not', async () => {
  await using curfew = await startHere()
  const logOn = (Origin: string) => post(`${curfew.address}/api/logon`, firstAdministrator, { Origin })

  const [ours, underAnotherName, foreign] = await Promise.all([
    logOn(curfew.address),
    logOn(curfew.address.replace('127.0.0.1', 'localhost')),
    logOn('https://elsewhere.example'),
  ])

  expect([ours.status, underAnotherName.status, foreign.status]).toEqual([200, 200, 403])
})

test('behind a proxy that is trusted a session has the address of its user, and cookies are for TLS alone', async () => {
  const env = { CURFEW_TRUST_PROXY: 'loopback', CURFEW_PUBLIC_URL: 'https://curfew.example.org' }
  await using curfew = await startHere(env)
  const throughProxy = { 'X-Forwarded-For': '203.0.113.66, 192.0.2.1', Origin: 'https://curfew.example.org' }

  const program = await aProgram(curfew.address, throughProxy)
  const { items } = await program.get('/api/sessions')
  const browser = await post(`${curfew.address}/api/logon`, firstAdministrator, throughProxy)

  expect(items).toMatchObject([{ clientAddress: '192.0.2.1' }])
  expect(browser.headers.get('set-cookie')).toMatch(/^__Host-curfew=.*Secure/)
})

test('without a trusted proxy nobody chooses his own address', async () => {
  await using curfew = await startHere()

  const program = await aProgram(curfew.address, { 'X-Forwarded-For': '192.0.2.1' })
  const { items } = await program.get('/api/sessions')

  expect(items).toMatchObject([{ clientAddress: '127.0.0.1' }])
})

test('metrics have the figures of the process', async () => {
  await using curfew = await startHere()

  const text = await (await fetch(`${curfew.address}/metrics`)).text()

  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m)
  expect(text).toMatch(/^curfew_info\{version="\d+\.\d+\.\d+",node="\d+\.\d+\.\d+"\} 1$/m)
  expect(text.match(/^# TYPE (\S+)/gm)).toHaveLength(new Set(text.match(/^# TYPE (\S+)/gm)).size)
})

test('without an administrator the link that makes the first one leads to where browsers reach the console', async () => {
  await using curfew = await startHere({
    CURFEW_ADMIN_USER: '',
    CURFEW_ADMIN_PASSWORD: '',
    CURFEW_PUBLIC_URL: 'https://curfew.example.org',
  })

  expect(curfew.welcome.join('\n')).toMatch(/https:\/\/curfew\.example\.org\/setup#[\w-]{43}/)
})

test.each([
  ['CURFEW_ADMIN_PASSWORD', { CURFEW_ADMIN_USER: 'zoe', CURFEW_ADMIN_PASSWORD: 'too short' }],
  ['CURFEW_ADMIN_USER', { CURFEW_ADMIN_USER: 'z'.repeat(129), CURFEW_ADMIN_PASSWORD: 'nine white cranes at noon' }],
])('a first administrator who cannot be is refused by the name of the variable: %s', async (variable, env) => {
  await expect(startHere(env)).rejects.toThrow(new RegExp(`^${variable}: .+`))
})

test('in a demo people are there, say that they are made up, and react when they are logged off', async () => {
  await using curfew = await startHere({ CURFEW_ADMIN_USER: '', CURFEW_ADMIN_PASSWORD: '' }, ['--demo', '200'])
  const demo = { userId: 'demo', password: 'made-up-sessions' }
  const program = await aProgram(curfew.address, {}, demo)
  const held = () => program.get('/api/sessions?kind=security-console&clientAddress=equals:127.0.0.1')
  await vi.waitFor(async () => expect((await held()).items.length).toBeGreaterThan(0), {
    timeout: 30_000,
    interval: 100,
  })
  await vi.waitFor(
    async () => expect(await (await fetch(`${curfew.address}/metrics`)).text()).toMatch(/^curfew_streams_held [1-9]/m),
    { timeout: 30_000, interval: 100 },
  )

  const about = await program.get('/api/about')
  const { total } = await program.get('/api/sessions/summary')
  const sessionIds = (await held()).items.map(({ id }: { id: string }) => id)
  const plan = await program.post('/api/plans', { sessionIds })
  const closure = await program.post('/api/closures', { planId: plan.id, reason: 'to see them go' })

  expect(about).toMatchObject({ demo: true })
  expect(total).toBeGreaterThan(100)
  await vi.waitFor(
    async () => {
      const { deliveries } = await program.get(`/api/closures/${closure.id}`)
      expect(deliveries.verified).toBe(sessionIds.length)
    },
    { timeout: 30_000, interval: 100 },
  )
}, 60_000)

test('a source that holds its feed is told at once who is kept out, is refused them, and is told when the hold is lifted', async () => {
  await using curfew = await startHere()
  const ada = await aProgram(curfew.address)
  const { key } = await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'] })
  const authorization = { Authorization: `Bearer ${key}` }
  const feed = await fetch(`${curfew.address}/source/feed?guard=portal-1`, {
    headers: { ...authorization, Accept: 'text/event-stream' },
    signal: AbortSignal.timeout(60_000),
  })
  let told = ''
  const gather = new WritableStream<Uint8Array>({ write: (part) => void (told += new TextDecoder().decode(part)) })
  const gathered = feed.body?.pipeTo(gather).catch(() => {})
  const register = async (handle: string) => {
    const session = { handle, userId: 'grace', kind: 'self-service-console', clientAddress: '203.0.113.9' }
    return (await post(`${curfew.address}/source/sessions`, { sessions: [session] }, authorization)).json()
  }

  const { id } = await ada.post('/api/holds', { subject: { kind: 'user', userId: 'grace' }, seconds: 900 })
  await expect.poll(() => told).toMatch(/^event: holds\ndata: \{"holds":\[\{"userId":"grace","endsInMs":\d+/m)
  const held = await register('one')
  await ada.post(`/api/holds/${id}/lift`, {})
  await expect.poll(() => told).toMatch(/^event: holds\ndata: \{"holds":\[\]\}/m)

  expect(held.results).toMatchObject([{ outcome: 'held', sessionId: null }])
  expect((await register('two')).results).toMatchObject([{ outcome: 'registered' }])
  await curfew.stop('test')
  await gathered
})
