import { afterEach, expect, test, vi } from 'vitest'
import { beforeLeaving, exit, forgetReceipt, isOwnPage, leave, pageToReturnTo, readDeparture } from './departure.ts'
import { reportAtLogonPage } from './told.ts'

afterEach(() => {
  exit.isTaken = false
  history.replaceState(null, '', '/')
})
const aDeparture = { why: 'closed', farewell: null, command: null, receipt: 'r'.repeat(40) } as const

test('everything is taken from the page before the logon page is shown in its place', () => {
  const order: string[] = []
  const states: unknown[] = []
  beforeLeaving(() => order.push('goodbye'))
  vi.spyOn(exit, 'showLogonPage').mockImplementation((state) => {
    order.push('logon page')
    states.push(state)
  })

  leave(aDeparture)
  leave({ ...aDeparture, why: 'logged-off' })

  expect(order).toEqual(['goodbye', 'logon page'])
  expect(readDeparture(states[0])).toMatchObject({ ...aDeparture, returnTo: '/' })
})

test('whatever else stands in the history entry is no departure', () => {
  for (const state of [null, {}, 'text', { curfewDeparture: { why: 'bored' } }]) expect(readDeparture(state)).toBeNull()
})

test('the end is reported from the logon page once, also when that page is loaded again', async () => {
  const sent = vi.fn(async () => new Response(null, { status: 204 }))
  vi.stubGlobal('fetch', sent)
  const departure = { ...aDeparture, returnTo: '/', leftAtMs: 1_000_000 }
  history.replaceState({ key: 'kept', curfewDeparture: departure }, '', '/logon')

  await reportAtLogonPage(departure, 1_000_500)
  const again = readDeparture()
  if (again) await reportAtLogonPage(again, 1_001_000)

  expect(sent).toHaveBeenCalledOnce()
  expect(history.state).toMatchObject({ key: 'kept', curfewDeparture: { receipt: null, why: 'closed' } })
})

test('a tab that comes to the logon page long after its end reports nothing, since the answer would log off whoever is on', async () => {
  const sent = vi.fn()
  vi.stubGlobal('fetch', sent)

  await reportAtLogonPage({ ...aDeparture, returnTo: '/', leftAtMs: 0 }, 3_600_000)

  expect(sent).not.toHaveBeenCalled()
})

test('forgetting a receipt leaves an entry without a departure as it is', () => {
  history.replaceState({ key: 'kept' }, '', '/logon')

  forgetReceipt()

  expect(history.state).toEqual({ key: 'kept' })
})

test('only pages of this console are gone to after logging on', () => {
  expect(['/closures', '/access/sessions?userId=contains:a#x', '/'].map(isOwnPage)).toEqual([true, true, true])
  expect(['//elsewhere', 'https://elsewhere', '/\\elsewhere', 'javascript:alert(1)', ''].map(isOwnPage)).not.toContain(
    true,
  )
})

test('one returns to the page that was open, and never to the logon page or the setup', () => {
  expect(pageToReturnTo({ pathname: '/closures/c1', search: '?status=refused' })).toBe('/closures/c1?status=refused')
  expect(pageToReturnTo({ pathname: '/logon', search: '?to=/closures' })).toBe('/')
  expect(pageToReturnTo({ pathname: '/setup', search: '' })).toBe('/')
  expect(pageToReturnTo({ pathname: '/logons', search: '' })).toBe('/logons')
})
