import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './eventually.test-kit.ts'
import { startFakeCurfew } from './fake-curfew.test-kit.ts'
import { createGuard, type Guard } from './guard.ts'
import { type GuardedMessage, protectNode, sessionEventsNode } from './node.ts'
import { type ProtectOptions, protect } from './protect.ts'
import type { Guarded } from './requests.ts'

let curfew: Awaited<ReturnType<typeof startFakeCurfew>>
let guard: Guard
let server: Server | undefined

beforeEach(async () => {
  curfew = await startFakeCurfew()
  guard = createGuard({ url: curfew.url, key: 'key', warn: () => {} })
  curfew.openSession('ada')
})
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
  await guard.close()
  await curfew.stop()
})

const options: ProtectOptions = { handleOf: (request) => request.headers.get('x-handle') ?? undefined }

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}
const as = (handle: string) => ({ headers: { 'x-handle': handle } })

test('Express: open sessions reach the handler, closed ones do not', async () => {
  const app = express()
  app.use(protectNode(guard, options))
  app.get(
    '/orders',
    (request: GuardedMessage, response: ServerResponse) => void response.end(`orders of ${request.guarded?.userId}`),
  )
  const url = await serve(app)

  const open = await fetch(`${url}/orders`, as('ada'))
  const unknown = await fetch(`${url}/orders`, as('nobody'))

  expect(await open.text()).toBe('orders of user of ada')
  expect(unknown.status).toBe(401)
  expect(await unknown.json()).toMatchObject({ code: 'session-closed' })
})

test('node:http: a command that has not begun to answer gets the error message when its session is closed', async () => {
  const protectedBy = protectNode(guard, options)
  const url = await serve((request, response) => protectedBy(request, response, () => curfew.close('ada')))

  const response = await fetch(`${url}/report`, as('ada'))

  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ command: { name: 'GET /report', effect: 'none' } })
})

test('node:http: a handler that does not look at its signal writes into the void', async () => {
  const protectedBy = protectNode(guard, options)
  const done = Promise.withResolvers<void>()
  const url = await serve((request: GuardedMessage, response) =>
    protectedBy(request, response, () => {
      curfew.close('ada')
      request.guarded?.signal.addEventListener('abort', () =>
        setTimeout(() => {
          response.setHeader('x-late', '1').writeHead(200).write('late')
          response.end('later')
          done.resolve()
        }, 5),
      )
    }),
  )

  const response = await fetch(`${url}/report`, as('ada'))

  await done.promise
  expect(response.status).toBe(401)
  expect(response.headers.has('x-late')).toBe(false)
})

test('node:http: an answer that has begun is broken off', async () => {
  const protectedBy = protectNode(guard, options)
  const url = await serve((request, response) =>
    protectedBy(request, response, () => {
      response.write('half of it')
      curfew.close('ada')
    }),
  )

  const response = await fetch(`${url}/report`, as('ada'))

  await expect(response.text()).rejects.toThrow()
})

test('node:http: browsers hold the stream of their session and hear its end', async () => {
  const url = await serve((request, response) => void sessionEventsNode(guard, request, response, 'ada'))
  const stream = await fetch(`${url}/session-events`)

  curfew.close('ada')

  expect(await stream.text()).toContain('event: logoff')
  await eventually(async () =>
    expect(await (await fetch(`${url}/session-events?poll`)).json()).toMatchObject({ closed: true }),
  )
})

test('Hono: the handler finds its guarded request in the context', async () => {
  const app = new Hono<{ Variables: { guarded: Guarded } }>()
  app.use(protect(guard, options))
  app.get('/orders', (c) => c.text(`orders of ${c.get('guarded').userId}`))

  const open = await app.request('/orders', as('ada'))
  const unknown = await app.request('/orders', as('nobody'))

  expect(await open.text()).toBe('orders of user of ada')
  expect(unknown.status).toBe(401)
})

test('Hono: the user is told of the running command, however the handler took the end of its session', async () => {
  const app = new Hono<{ Variables: { guarded: Guarded } }>()
  app.onError((_, c) => c.text('something else', 500))
  app.use(protect(guard, options))
  app.get('/orders', async (c) => {
    const { signal, tookEffect } = c.get('guarded')
    tookEffect('done')
    curfew.close('ada')
    const { promise, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(new Error('interrupted')))
    return c.text(await promise.finally(() => undefined))
  })

  const response = await app.request('/orders', as('ada'))

  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    code: 'session-closed',
    command: { name: 'GET /orders', effect: 'done' },
  })
})
