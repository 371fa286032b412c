import { expect, test } from 'vitest'
import { aCurfew, origin } from './api.test-kit.ts'

test('a program whose session is closed or has expired gets the problem from the streams too', async () => {
  for (const path of ['/api/events', '/api/session/events']) {
    const curfew = aCurfew()
    const [one, other] = [await curfew.program(), await curfew.program()]
    await one.ask('POST', '/api/logoff')
    curfew.pass(86_400)

    expect(await (await one.ask('GET', path)).json()).toMatchObject({ code: 'session-closed' })
    expect(await (await other.ask('GET', path)).json()).toMatchObject({ code: 'session-expired' })
  }
})

test('a fault is in the log under the id of its request, without what the request held in confidence', async () => {
  const curfew = aCurfew()
  const secret = 'a very secret password'
  curfew.store.attempts = async () => Promise.reject(new Error(`cannot bind ${secret}`))

  const body = { userId: 'ada', password: secret }
  const response = await curfew.ask('POST', '/api/logon', { body, headers: { Origin: origin } })

  expect(response.status).toBe(500)
  expect(curfew.log[0]).toMatchObject({
    event: 'fault',
    requestId: response.headers.get('x-request-id'),
    name: 'Error',
    message: 'cannot bind █',
    stack: expect.stringMatching(/^\s+at /),
  })
  expect(JSON.stringify(curfew.log)).not.toContain(secret)
})
