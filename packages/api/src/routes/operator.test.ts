import { CurfewError } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'

test('anyone may know what this is, and nothing more', async () => {
  const curfew = aCurfew({ about: { version: '1.2.3', demo: true } })
  await curfew.anAdministrator('ada')

  const response = await curfew.ask('GET', '/api/about')

  expect(await response.json()).toEqual({ product: 'Curfew', version: '1.2.3', demo: true, setupNeeded: false })
})

test('the process is alive even when its store is not, and ready only when it is and nobody has asked it to stop', async () => {
  let isReady = true
  const curfew = aCurfew({ isReady: () => isReady })

  expect(await (await curfew.ask('GET', '/healthz')).text()).toBe('ok\n')
  expect(await (await curfew.ask('GET', '/readyz')).text()).toBe('ready\n')
  isReady = false
  expect(await codeOf(await curfew.ask('GET', '/readyz'))).toBe('shutting-down')

  const broken = aCurfew()
  broken.store.check = async () => Promise.reject(new CurfewError('store-unavailable', 'The disk is full.'))
  expect(await codeOf(await broken.ask('GET', '/readyz'))).toBe('store-unavailable')
  expect((await broken.ask('GET', '/healthz')).status).toBe(200)
})

test('metrics are for this machine only, unless they are opened', async () => {
  const curfew = aCurfew()
  const from = (address: string, headers = {}) =>
    curfew.ask('GET', '/metrics', { headers: { 'X-Test-Address': address, ...headers } })

  expect((await from('192.0.2.1')).status).toBe(404)
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect((await from(address)).status).toBe(200)
  // A proxy on this machine that is not trusted looks like this machine itself.
  expect((await from('127.0.0.1', { 'X-Forwarded-For': '192.0.2.1' })).status).toBe(404)
  expect((await from('127.0.0.1', { Forwarded: 'for=192.0.2.1' })).status).toBe(404)
  const open = aCurfew({ metrics: { isOpen: true } })
  expect((await open.ask('GET', '/metrics', { headers: { 'X-Test-Address': '192.0.2.1' } })).status).toBe(200)
})

test('metrics count sessions, requests, refused logons and streams, in the text that Prometheus reads', async () => {
  const curfew = aCurfew({ metrics: { isOpen: true, ofTheProcess: () => 'nodejs_eventloop_lag_seconds 0.01\n' } })
  const { ask } = await curfew.browser()
  const planned = await ask('POST', '/api/plans', { body: { sessionIds: await curfew.register({ kind: 'radius' }) } })
  const { id: planId } = (await planned.json()) as { id: string }
  for (const reason of ['once', 'twice']) await ask('POST', '/api/closures', { body: { planId, reason } })
  await curfew.ask('POST', '/api/logon', { body: { userId: 'ada', password: 'wrong' } })
  await curfew.ask('GET', '/api/sessions/some-id')
  await curfew.ask('BREW', '/coffee')

  const response = await curfew.ask('GET', '/metrics')

  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await response.text()
  const lines = text.split('\n')
  expect(lines).toContain('curfew_sessions{kind="security-console"} 1')
  expect(lines).toContain('curfew_sessions{kind="api"} 0')
  expect(lines).toContain('curfew_closures_total 1')
  expect(lines).toContain('curfew_deliveries{status="pending"} 1')
  expect(lines).toContain('curfew_http_requests_total{method="POST",route="/api/logon",status="401"} 1')
  expect(lines).toContain('curfew_http_requests_total{method="GET",route="/api/sessions/{id}",status="401"} 1')
  expect(lines).toContain('curfew_http_requests_total{method="other",route="unknown",status="404"} 1')
  expect(lines).toContain('curfew_logon_refusals_total{code="wrong-credentials"} 1')
  expect(lines).toContain('curfew_streams_held 0')
  expect(lines).toContain('nodejs_eventloop_lag_seconds 0.01')
  for (const line of lines.filter((line) => line !== '' && !line.startsWith('#')))
    expect(line).toMatch(/^[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? -?\d+(\.\d+)?$/)
})
