import type { ClosureView, Me, PlanView, Problem, SessionPage } from '@curfew/contract'
import { hc } from 'hono/client'
import { expect, expectTypeOf, test } from 'vitest'
import { aCurfew, goodPassword, origin } from './api.test-kit.ts'
import type { Api } from './call.ts'

test('a client that is typed by the table finds every call, its input, its answer and its problems', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada')
  const [id = ''] = await curfew.register({ userId: 'grace' })
  let authorization = ''
  const client = hc<Api>(origin, {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers)
      if (authorization !== '') headers.set('Authorization', authorization)
      return curfew.app.fetch(new Request(input, { ...init, headers }))
    },
  })

  const logon = await client.api.logon.$post({ json: { userId: 'ada', password: goodPassword, kind: 'api' } })
  if (!logon.ok) throw new Error((await logon.json()).detail)
  const answer = await logon.json()
  if (answer.next !== 'done') throw new Error('a password is due')
  expectTypeOf(answer.me).toEqualTypeOf<Me>()
  authorization = `Bearer ${answer.token}`
  const page = await client.api.sessions.$get({ query: { kind: ['self-service-console', 'radius'] } })
  const planned = await client.api.plans.$post({ json: { sessionIds: [id] } })
  const plan = await planned.json()
  if ('code' in plan) throw new Error(plan.detail)
  const closed = await client.api.closures.$post({ json: { planId: plan.id, reason: 'a test' } })
  const missing = await client.api.closures[':id'].$get({ param: { id: 'no-such-closure' } })

  expectTypeOf(await page.json()).toEqualTypeOf<SessionPage | Problem>()
  expectTypeOf(plan).toEqualTypeOf<PlanView>()
  expect(await closed.json()).toMatchObject({ closed: 1 } satisfies Partial<ClosureView>)
  expect(missing.status).toBe(404)
})
