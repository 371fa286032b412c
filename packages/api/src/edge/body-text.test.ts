import { CurfewError } from '@curfew/contract'
import { expect, test } from 'vitest'
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
