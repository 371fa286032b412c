import { CurfewError } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew } from '../api.test-kit.ts'
import { readText } from './body-text.ts'

test.each([
  ['with', { 'Content-Length': '1000' }],
  ['without', {}],
])('a body %s a length that breaks off is no fault of the server', async (_, headers) => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    pull: (controller) => controller.error(new Error('aborted')),
  })
  const sent = { method: 'POST', headers, body, duplex: 'half' }
  const request = new Request('http://curfew.test/', sent)

  const failure = await readText(request).catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(CurfewError)
  expect(failure).toMatchObject({ code: 'invalid-request' })
})

test('a packed body is refused by what is the matter with it; one that says it is not packed is taken', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const plan = (encoding: string) =>
    ask('POST', '/api/plans', { body: { sessionIds: ['x'] }, headers: { 'Content-Encoding': encoding } })

  const refused = await plan('gzip')

  expect(refused.status).toBe(415)
  expect(await refused.json()).toMatchObject({
    code: 'unsupported-media-type',
    detail: expect.stringContaining('Content-Encoding'),
  })
  expect((await plan('identity')).status).not.toBe(415)
})
