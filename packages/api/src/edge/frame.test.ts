import { type Endpoint, endpoints } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'

test('every request has an id, in its answer and in its line of the log', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const response = await browser.ask('GET', '/api/sessions/no-such-id?secret=query')

  expect(curfew.log.at(-1)).toEqual({
    event: 'request',
    requestId: response.headers.get('x-request-id'),
    method: 'GET',
    route: '/api/sessions/{id}',
    status: 404,
    code: 'not-found',
    durationMs: expect.any(Number),
    clientAddress: '192.0.2.1',
    sessionId: browser.sessionId,
  })
})

test('the id of a request is taken over from our own proxy only, and only when it cannot forge a line of the log', async () => {
  const idFor = async (trustProxy: boolean, id: string) => {
    const response = await aCurfew({ trustProxy }).ask('GET', '/healthz', { headers: { 'X-Request-Id': id } })
    return response.headers.get('x-request-id')
  }

  expect(await idFor(true, 'proxy-0123456789.a')).toBe('proxy-0123456789.a')
  for (const id of ['short', 'with blank 123', 'x'.repeat(65), 'quote"quote"quote', 'a{b}c{d}e{f}'])
    expect(await idFor(true, id)).not.toBe(id)
  expect(await idFor(false, 'proxy-0123456789.a')).not.toBe('proxy-0123456789.a')
})

test('an address that is not there is not found, on any method', async () => {
  const curfew = aCurfew()

  for (const path of [
    '/',
    '/api',
    '/api/',
    '/api/nothing',
    '/api/sessions/',
    '/api/me/',
    '/healthz/x',
    '/%zz',
    '/api/%00',
  ])
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(await codeOf(await curfew.ask(method, path)), `${method} ${path}`).toBe('not-found')
})

test('a known address says which methods it takes when it is asked with another', async () => {
  const curfew = aCurfew()

  for (const { path } of Object.values<Endpoint>(endpoints)) {
    const taken = Object.values<Endpoint>(endpoints)
      .filter((endpoint) => endpoint.path === path)
      .map(({ method }) => method.toUpperCase())
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((one) => !taken.includes(one))) {
      const response = await curfew.ask(method, path)
      expect(response.headers.get('allow')?.split(', '), `${method} ${path}`).toEqual(
        taken.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])),
      )
      expect(await codeOf(response)).toBe('method-not-allowed')
    }
  }
})

test('HEAD answers like GET without a body, starts no stream and no export', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  for (const { path, method } of Object.values<Endpoint>(endpoints).filter(({ method }) => method === 'get')) {
    const head = await browser.ask('HEAD', path)
    expect(await head.text(), path).toBe('')
    if (path.endsWith('events')) {
      expect(head.headers.get('content-type')).toBe('text/event-stream')
      continue
    }
    const get = await browser.ask(method.toUpperCase(), path)
    expect(head.status, path).toBe(get.status)
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
    await get.text()
  }
  expect(curfew.ports.streams.held).toBe(0)
  expect((await browser.ask('HEAD', '/api/nothing')).status).toBe(404)
})

test('on plain HTTP nothing tells a browser to insist on TLS', async () => {
  const { app } = aCurfew({ isSecure: false })

  const response = await app.request('http://127.0.0.1:8080/healthz')

  expect(response.headers.has('strict-transport-security')).toBe(false)
})
