import type { PlanView } from '@curfew/contract'
import { expect, test } from 'vitest'
import { noOrders, readOrders } from './orders.ts'

const plan: PlanView = {
  id: 'plan-1',
  count: 2,
  alreadyClosed: 0,
  notFound: 0,
  byKind: [],
  users: ['grace'],
  userCount: 1,
  includesOwnSession: false,
  commandsInFlight: 0,
  cannotBeTold: [],
  needsPassword: false,
  expiresAt: '2026-03-02T09:00:00.000Z',
}

test('what is left alone is not sent', () => {
  expect(readOrders({ ...noOrders, reason: ' Incident ' }, plan)).toEqual({ planId: 'plan-1', reason: 'Incident' })
})

test('whose decision it is, messages by language and a hold go along', () => {
  const orders = {
    ...noOrders,
    reasonKind: 'system',
    messageToUser: ' Maintenance ',
    messages: [{ language: 'de', text: ' Wartung ' }],
    keepsOut: true,
    hold: { amount: '2', unit: 'hours' },
  } as const

  expect(readOrders(orders, plan)).toEqual({
    planId: 'plan-1',
    reason: '',
    reasonKind: 'system',
    messageToUser: 'Maintenance',
    messagesToUser: { de: 'Wartung' },
    hold: { kind: 'user', seconds: 7_200 },
  })
})

test('everything that is missing or wrong is said at once, and a hold that was not asked for is no matter', () => {
  const orders = {
    ...noOrders,
    messages: [{ language: 'de', text: ' ' }],
    hold: { amount: 'x', unit: 'days' },
  } as const

  expect(readOrders({ ...orders, keepsOut: true }, { ...plan, needsPassword: true })).toEqual({
    wrong: ['password', 'hold', 'messages'],
  })
  expect(readOrders({ ...orders, messages: [] }, plan)).toEqual({ planId: 'plan-1', reason: '' })
})

test('nobody is kept out by a closure of more than a hold can name', () => {
  const asked = { ...noOrders, keepsOut: true }
  expect(readOrders(asked, { ...plan, userCount: 101 })).not.toHaveProperty('hold')
  expect(readOrders(asked, { ...plan, count: 1_001 })).not.toHaveProperty('hold')
})
