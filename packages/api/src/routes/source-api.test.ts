import type { HandleResults } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'
import { asForm, close, introspect, register, session } from './source-api.test-kit.ts'

test('items are judged one by one, in the order given: what is no session does not spoil the batch', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()

  const results = await register(
    ask,
    session(),
    { handle: 'two', userId: 'grace' },
    null,
    session({ handle: 'three', kind: 'operations-console' }),
    session({ handle: 'four', idleLimitSeconds: 0 }),
    session(),
  )

  expect(results.map(({ handle, outcome }) => [handle, outcome])).toEqual([
    ['one', 'registered'],
    ['two', 'rejected'],
    ['', 'rejected'],
    ['three', 'rejected'],
    ['four', 'rejected'],
    ['one', 'already'],
  ])
  expect(results[1]?.detail).toMatch(/^It cannot be read: kind: /)
  expect(results[4]?.detail).toBe('It cannot be read: idleLimitSeconds: give at least 1.')
})

test('an open session is described as RFC 7662 says, and everything else is inactive and nothing more', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const other = await curfew.source()
  const [one] = await register(ask, session(), session({ handle: 'two', status: 'abandoned-in-progress' }))
  const iat = curfew.now().getTime() / 1000

  const active = await introspect(ask, 'handle=one')
  const byToken = await introspect(ask, 'token=one&token_type_hint=access_token')
  const begun = await introspect(ask, 'handle=two')
  await close(curfew, [one?.sessionId])

  expect(active).toEqual({
    active: true,
    sub: 'grace',
    sid: one?.sessionId,
    iat,
    exp: iat + 1_800,
    curfew_status: 'active',
  })
  expect(byToken).toEqual(active)
  expect(begun).toMatchObject({ curfew_status: 'abandoned-in-progress', exp: iat + 180 })
  const inactive = ['handle=one', 'handle=none', 'token=none'].map((form) =>
    ask('POST', '/source/introspect', asForm(form)),
  )
  const foreign = ['handle=one', 'handle=two'].map((form) => other.ask('POST', '/source/introspect', asForm(form)))
  const texts = await Promise.all((await Promise.all([...inactive, ...foreign])).map((answer) => answer.text()))
  expect(new Set(texts)).toEqual(new Set(['{"active":false}']))
})

test('a session beyond its limits is inactive, and a late touch revives nothing, although no sweep has run', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  await register(ask, session({ idleLimitSeconds: 60 }))
  curfew.pass(60)

  const touched = await ask('POST', '/source/sessions/touch', {
    body: { sessions: [{ handle: 'one', at: new Date(curfew.now().getTime() - 30_000).toISOString() }] },
  })

  expect(((await touched.json()) as HandleResults).results).toEqual([{ handle: 'one', outcome: 'already-ended' }])
  expect(await introspect(ask, 'handle=one')).toEqual({ active: false })
})

test('a source that is disabled, or whose key was replaced, is answered like one that nobody knows', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const ada = await curfew.browser()
  const unknown = { headers: { Authorization: `Bearer cfk_${'A'.repeat(43)}` } }
  const problemOf = async (response: Response) => {
    const { requestId: _, ...problem } = (await response.json()) as { requestId: string; code: string }
    return problem
  }

  await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { disabled: true } })
  const disabled = await problemOf(await ask('POST', '/source/introspect', asForm('handle=one')))
  await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { disabled: false } })
  const enabled = await introspect(ask, 'handle=one')
  await ada.ask('POST', `/api/sources/${source.id}/keys`, { body: { overlapSeconds: 0 } })
  const replaced = await problemOf(await ask('POST', '/source/introspect', asForm('handle=one')))
  const nobody = await problemOf(
    await curfew.ask('POST', '/source/introspect', {
      ...asForm('handle=one'),
      headers: { ...asForm('').headers, ...unknown.headers },
    }),
  )

  expect(enabled).toEqual({ active: false })
  expect(disabled).toMatchObject({ code: 'not-logged-on' })
  expect(disabled).toEqual(nobody)
  expect(replaced).toEqual(nobody)
})

test('a source that calls too often is told when to come back, and others are not concerned', async () => {
  const curfew = aCurfew({ sourceLimits: { perSecond: 10, burst: 20 } })
  const [greedy, modest] = [await curfew.source(), await curfew.source()]
  const sessions = Array.from({ length: 15 }, (_, index) => session({ handle: `handle-${index}` }))

  await register(greedy.ask, ...sessions)
  const refused = await greedy.ask('POST', '/source/sessions', { body: { sessions } })
  const problem = (await refused.json()) as { code: string; retryAfterSeconds: number }
  const served = await introspect(modest.ask, 'handle=none')
  curfew.pass(2)
  const later = await greedy.ask('POST', '/source/sessions', { body: { sessions } })

  expect(refused.status).toBe(429)
  expect(refused.headers.get('Retry-After')).toBe('2')
  expect(problem).toMatchObject({ code: 'too-many-attempts', retryAfterSeconds: 2 })
  expect(served).toEqual({ active: false })
  expect(later.status).toBe(200)
})

test('a thousand items are taken and one more is not; nor is a body of more than a mebibyte', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ handle: `handle-${index}` }))

  const thousand = await ask('POST', '/source/sessions/touch', { body: { sessions: many(1_000) } })
  const more = await ask('POST', '/source/sessions/touch', { body: { sessions: many(1_001) } })
  const large = await ask('POST', '/source/sessions', {
    body: { sessions: [session({ userAgent: 'x'.repeat(1_100_000) })] },
  })

  expect(((await thousand.json()) as HandleResults).results).toHaveLength(1_000)
  expect(await codeOf(more)).toBe('invalid-request')
  expect(await codeOf(large)).toBe('body-too-large')
})
