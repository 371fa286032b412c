import type { SignalReceiverKey, SignalReceiverView, SignalTransmitterView } from '@curfew/contract'
import { expect, test, vi } from 'vitest'
import { aCurfew, codeOf, origin } from '../api.test-kit.ts'

const receiver = { name: 'SIEM', audience: 'https://siem.example' }
const endpointUrl = 'https://siem.example/events'

test('a receiver is registered, its key is shown once and opens what is its own', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const answer = await browser.ask('POST', '/api/signals/receivers', { body: receiver })
  const { receiver: view, key } = (await answer.json()) as SignalReceiverKey
  const listed = await (await browser.ask('GET', '/api/signals/receivers')).text()
  const own = await curfew.ask('GET', '/signals/stream', { headers: { Authorization: `Bearer ${key}` } })

  expect(answer.status).toBe(201)
  expect(view).toMatchObject({ ...receiver, stream: null, status: 'enabled', subjectFormat: 'opaque' })
  expect([listed.includes(key), listed.includes(view.id), own.status]).toEqual([false, true, 200])
  expect(await codeOf(await browser.ask('POST', '/api/signals/receivers', { body: receiver }))).toBe(
    'signal-name-taken',
  )
})

test('a super admin sets a stream up in its receiver’s place, verifies, pauses and enables it; the header stays secret', async () => {
  const posted: string[] = []
  const curfew = aCurfew({
    post: async ({ headers }) => {
      posted.push(headers['Authorization'] ?? '')
      return { status: 202, body: '' }
    },
  })
  const browser = await curfew.browser()
  const { receiver: known } = await curfew.receiver()
  const path = `/api/signals/receivers/${known.id}`
  const view = async () => (await (await browser.ask('GET', path)).json()) as SignalReceiverView

  const tooEarly = await browser.ask('POST', `${path}/verifications`)
  const delivery = { method: 'push', endpointUrl, authorizationHeader: 'Bearer very-secret' }
  await browser.ask('POST', `${path}/stream`, { body: { delivery } })
  const asked = await browser.ask('POST', `${path}/verifications`)
  await vi.waitFor(async () => expect((await view()).verification?.state).toBe('accepted'))
  await browser.ask('POST', `${path}/status`, { body: { status: 'paused', reason: 'Audit' } })
  const paused = await view()
  await vi.waitFor(() => expect(posted).toHaveLength(2))

  expect([await codeOf(tooEarly), asked.status]).toEqual(['invalid-request', 202])
  expect(paused).toMatchObject({
    status: 'paused',
    statusReason: 'Audit',
    stream: { method: 'push', endpointUrl, hasAuthorizationHeader: true },
    lastResult: { isAccepted: true },
  })
  expect(posted).toEqual(['Bearer very-secret', 'Bearer very-secret'])
  expect(curfew.answers.join()).not.toContain('very-secret')
})

test('what a receiver hears of can be changed, and its key replaced', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const { receiver: known, ask } = await curfew.receiver()
  const path = `/api/signals/receivers/${known.id}`

  const changed = await browser.ask('PATCH', path, { body: { kinds: ['radius'], subjectFormat: 'complex' } })
  await browser.ask('POST', `${path}/keys`, { body: { overlapSeconds: 0 } })

  expect(await changed.json()).toMatchObject({ kinds: ['radius'], subjectFormat: 'complex', name: known.name })
  expect(await codeOf(await ask('GET', '/signals/stream'))).toBe('not-logged-on')
})

test('a transmitter is trusted, changed, and trusted no longer', async () => {
  const browser = await aCurfew().browser()
  const body = { name: 'IdP', issuer: 'https://idp.example', jwksUri: 'https://idp.example/jwks', audience: origin }

  const made = (await (
    await browser.ask('POST', '/api/signals/transmitters', { body })
  ).json()) as SignalTransmitterView
  const path = `/api/signals/transmitters/${made.id}`
  const changed = await browser.ask('PATCH', path, { body: { disabled: true, usersNamedBy: 'email' } })
  const list = await (await browser.ask('GET', '/api/signals/transmitters')).json()

  expect(made).toMatchObject({ ...body, algorithms: ['RS256', 'ES256'], disabled: false, lastSignal: null })
  expect(await changed.json()).toMatchObject({ disabled: true, usersNamedBy: 'email' })
  expect(list).toMatchObject({ eventsEndpoint: `${origin}/signals/events`, items: [{ id: made.id, disabled: true }] })
})

test.each([
  'ftp://r.example/',
  'https://user:secret@r.example/',
  'https://r.example/#x',
  'r.example',
  'javascript:alert(1)',
])('nothing is ever posted to %s', async (url) => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const { receiver: known, ask } = await curfew.receiver()

  const delivery = { method: 'push', endpointUrl: url }
  const byAdmin = await browser.ask('POST', `/api/signals/receivers/${known.id}/stream`, { body: { delivery } })
  const itself = await ask('POST', '/signals/stream', {
    body: { delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: url } },
  })

  expect([await codeOf(byAdmin), await codeOf(itself)]).toEqual(['invalid-request', 'invalid-request'])
})
