import type { Introspection, LeaseGrant, RegisterResults } from '@curfew/contract'
import { expect } from 'vitest'
import type { Ask, aCurfew } from '../api.test-kit.ts'

export type Curfew = ReturnType<typeof aCurfew>
export const session = (more: object = {}) => ({
  handle: 'one',
  kind: 'self-service-console',
  userId: 'grace',
  ...more,
})
export const asForm = (text: string) => ({
  rawBody: text,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
})
export const register = async (ask: Ask, ...sessions: readonly unknown[]) =>
  ((await (await ask('POST', '/source/sessions', { body: { sessions } })).json()) as RegisterResults).results
export const introspect = async (ask: Ask, form: string) =>
  (await (await ask('POST', '/source/introspect', asForm(form))).json()) as Introspection
export const report = async (ask: Ask, body: object) =>
  (await (await ask('POST', '/source/acks', { body: { guard: 'guard-one', ...body } })).json()) as LeaseGrant
export const refusedEverywhere = (curfew: Curfew, id: string) =>
  expect.poll(async () => (await curfew.store.closureById(id))?.refusedEverywhereAt, { interval: 1 })

/** Close sessions as an administrator does; the answer, whatever it is. */
export async function close(curfew: Curfew, ids: readonly (string | null | undefined)[], headers = {}) {
  const browser = await curfew.browser()
  const plan = await browser.ask('POST', '/api/plans', { body: { sessionIds: ids } })
  const { id: planId } = (await plan.json()) as { id: string }
  return browser.ask('POST', '/api/closures', { body: { planId, reason: 'a test' }, headers })
}

/** The events of a feed until it is cut. */
export async function eventsOf(response: Response): Promise<string[]> {
  const text = await response.text()
  return Array.from(text.matchAll(/^event: (.*)$/gm), ([, name = '']) => name)
}
