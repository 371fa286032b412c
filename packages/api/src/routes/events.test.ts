import { type LogoffEvent, logoffEvent } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, Browser, type Curfew, codeOf, goodPassword } from '../api.test-kit.ts'
import { aReader } from '../event-reader.test-kit.ts'

/** Close sessions as another administrator does. */
async function close(curfew: Curfew, ...sessionIds: readonly string[]): Promise<void> {
  const { ask } = await curfew.browser('eve')
  const plan = (await (await ask('POST', '/api/plans', { body: { sessionIds } })).json()) as { id: string }
  const body = { planId: plan.id, reason: 'a test', messageToUser: 'Until tomorrow.' }
  expect((await ask('POST', '/api/closures', { body })).status).toBe(202)
}

/** Data of the last event of a stream, which is a logoff. */
async function lastWord(response: Response): Promise<LogoffEvent> {
  const last = (await aReader(response).toTheEnd()).at(-1)
  expect(last?.event).toBe('logoff')
  return logoffEvent.parse(last?.data)
}

test('a held stream tells its browser that it is off, with the reason and a receipt, and ends', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  for (const path of ['/api/events', '/api/session/events']) {
    const again = await curfew.browser()
    const reader = aReader(await again.ask('GET', path))
    await close(curfew, again.sessionId)
    await curfew.deliver()

    const events = await reader.toTheEnd()

    expect(events.at(-1)).toMatchObject({
      event: 'logoff',
      data: { ending: 'closure', byYourself: false, messageToUser: 'Until tomorrow.', receipt: expect.any(String) },
    })
  }
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
})

test('a stream is sent as it comes: no proxy may gather, keep or change it', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const { headers, body } = await browser.ask('GET', '/api/events')

  expect(headers.get('content-type')).toBe('text/event-stream')
  expect(headers.get('x-accel-buffering')).toBe('no')
  expect(headers.get('cache-control')).toBe('no-store, no-transform')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  await body?.cancel()
  expect(curfew.ports.streams.held).toBe(0)
})

test('changes are told to those who watch, from where they stopped, by header or by query', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  curfew.changes.flush()
  const lastEventId = curfew.changes.lastId
  await curfew.register({ userId: 'grace' })
  curfew.changes.flush()

  const byHeader = aReader(await browser.ask('GET', '/api/events', { headers: { 'Last-Event-ID': lastEventId } }))
  const byQuery = aReader(await browser.ask('GET', `/api/events?lastEventId=${lastEventId}`))
  const onlyOwn = aReader(await browser.ask('GET', `/api/session/events?lastEventId=${lastEventId}`))
  await close(curfew, browser.sessionId)
  curfew.changes.flush()
  await curfew.deliver()

  for (const reader of [byHeader, byQuery]) {
    const events = await reader.toTheEnd()
    expect(events[0]).toMatchObject({ event: 'sessions', data: { began: 1 } })
    expect(events.at(-1)?.event).toBe('logoff')
  }
  expect((await onlyOwn.toTheEnd()).map(({ event }) => event)).toEqual(['logoff'])
})

test('a browser that was away when it was closed is told when it comes back, and stopped once it has acknowledged', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  await close(curfew, browser.sessionId)
  await curfew.deliver()

  const { receipt } = await lastWord(await browser.ask('GET', '/api/session/events'))
  const report = (step: string) => curfew.ask('POST', '/api/session/ended', { body: { receipt, step } })
  const told = await report('told')
  const stopped = await browser.ask('GET', '/api/events')
  const arrived = await report('at-logon-page')

  expect([told.status, stopped.status, arrived.status]).toEqual([204, 204, 204])
  expect(await curfew.store.deliveriesOfSession(browser.sessionId)).toMatchObject([
    { status: 'verified', sentAt: expect.any(Date), acknowledgedAt: expect.any(Date) },
  ])
})

test('a told browser gives up cookie and storage; one that has arrived at the logon page has nothing left to give up', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  await close(curfew, browser.sessionId)
  const { receipt } = await lastWord(await browser.ask('GET', '/api/events'))

  const told = await browser.ask('POST', '/api/session/ended', { body: { receipt, step: 'told' } })
  const arrived = await browser.ask('POST', '/api/session/ended', { body: { receipt, step: 'at-logon-page' } })

  expect(told.headers.get('clear-site-data')).toBe('"cookies", "storage"')
  expect(browser.cookie).toBeNull()
  expect(arrived.headers.has('clear-site-data')).toBe(false)
  expect(arrived.headers.getSetCookie()).toEqual([])
})

test('an unknown receipt is answered like a known one', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  await close(curfew, browser.sessionId)
  const { receipt } = await lastWord(await browser.ask('GET', '/api/events'))
  const answerTo = async (receipt: string, step: string) => {
    const response = await curfew.ask('POST', '/api/session/ended', { body: { receipt, step } })
    return [response.status, ...[...response.headers].filter(([name]) => name !== 'x-request-id')]
  }

  for (const step of ['told', 'at-logon-page']) {
    const known = await answerTo(receipt, step)
    expect(await answerTo(`${receipt.slice(0, -3)}AAA`, step)).toEqual(known)
    expect(await answerTo('x'.repeat(60), step)).toEqual(known)
  }
})

test('a late report of an old tab does not take the cookie of a new logon away', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  await close(curfew, browser.sessionId)
  const { receipt } = await lastWord(await browser.ask('GET', '/api/events'))
  await browser.ask('POST', '/api/logon', { body: { userId: 'ada', password: goodPassword } })

  const told = await browser.ask('POST', '/api/session/ended', { body: { receipt, step: 'told' } })

  expect(told.headers.has('clear-site-data')).toBe(false)
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
})

test('a session that is closed between being let in and being held is told all the same', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const store = { ...curfew.store }
  let isClosing = false
  curfew.store.sessionByCredential = async (hash) => {
    const session = await store.sessionByCredential(hash)
    if (session?.id !== browser.sessionId || isClosing) return session
    isClosing = true
    await close(curfew, browser.sessionId)
    await curfew.deliver()
    return session
  }

  const events = await aReader(await browser.ask('GET', '/api/events')).toTheEnd()

  expect(events.at(-1)).toMatchObject({ event: 'logoff' })
})

test("a program's stream is cut when its session is closed, and coming back it gets the problem", async () => {
  const curfew = aCurfew()
  const program = await curfew.program()
  const reader = aReader(await program.ask('GET', '/api/events'))
  await close(curfew, program.sessionId)

  expect(await reader.toTheEnd()).toEqual([])
  expect(await codeOf(await program.ask('GET', '/api/events'))).toBe('session-closed')
  expect(await codeOf(await program.ask('GET', '/api/session/events'))).toBe('session-closed')
})

test('a logon that is only begun hears of its own end and of nothing else', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada', { mustChangePassword: true })
  const browser = new Browser(curfew.ask)
  await browser.ask('POST', '/api/logon', { body: { userId: 'ada', password: goodPassword } })
  const [session] = await curfew.store.sessionsByUser('ada', ['security-console'])

  const refused = await browser.ask('GET', '/api/events')
  const reader = aReader(await browser.ask('GET', '/api/session/events'))
  await close(curfew, session?.id ?? '')
  await curfew.deliver()

  expect(await codeOf(refused)).toBe('password-change-required')
  expect((await reader.toTheEnd()).map(({ event }) => event)).toEqual(['logoff'])
})

test('a stream that is held is no activity of its user', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  curfew.pass(1_700)
  const { body } = await browser.ask('GET', '/api/events')
  curfew.pass(100)

  const late = await browser.ask('GET', '/api/me')

  expect(await codeOf(late)).toBe('session-expired')
  await body?.cancel()
})
