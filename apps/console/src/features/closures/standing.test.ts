import type { ClosureView, ReceiptView } from '@curfew/contract'
import { expect, test } from 'vitest'
import { countsOf, isToldWhenBack, leftToDo, openEndsByRecipient, refusedEverywhereAfterMs } from './standing.ts'
import { stepsOf } from './steps-of.ts'

const orderedAt = '2026-05-04T14:05:00.000Z'
const at = (seconds: number) => new Date(Date.parse(orderedAt) + seconds * 1000)
const aClosure = (extra: Partial<ClosureView> = {}): ClosureView => ({
  id: 'c1',
  state: 'done',
  reasonKind: 'administrator',
  reason: '',
  messageToUser: null,
  messagesToUser: {},
  closedBy: { userId: 'ada', firstName: 'Ada', lastName: 'Lovelace' },
  orderedAt,
  completedAt: orderedAt,
  refusedEverywhereAt: null,
  planned: 128,
  closed: 128,
  alreadyClosed: 0,
  notFound: 0,
  includedOwnSession: false,
  deliveries: { total: 128, pending: 0, sent: 3, acknowledged: 1, verified: 121, refused: 1, unreachable: 2 },
  stillOnline: 0,
  ...extra,
})
const aReceipt = (extra: Partial<ReceiptView> = {}): ReceiptView => ({
  id: 'r1',
  sessionId: 's1',
  userId: 'grace',
  kind: 'radius',
  source: 'vpn-2',
  channel: 'radius-disconnect',
  recipient: 'vpn-2',
  status: 'pending',
  storedAt: orderedAt,
  sentAt: null,
  acknowledgedAt: null,
  verifiedAt: null,
  attempts: 0,
  nextAttemptAt: null,
  givenUpAt: null,
  silentSince: null,
  cause: '',
  acceptedBy: null,
  stillOnlineAt: null,
  ...extra,
})

test('told are all who heard, whether or not they have proved it; refused and unreachable are open ends', () => {
  const counts = countsOf(aClosure())

  expect(counts.map(({ name, value }) => [name, value])).toEqual([
    ['closed', 128],
    ['told', 125],
    ['verified', 121],
    ['refused', 1],
    ['unreachable', 2],
  ])
  expect(counts.filter(({ isOpenEnd }) => isOpenEnd).map(({ name }) => name)).toEqual(['refused', 'unreachable'])
})

test('sessions that go on all the same are an open end of their own, shown where there are any', () => {
  const [stillOnline] = countsOf(aClosure({ stillOnline: 3 })).slice(5)

  expect(stillOnline).toMatchObject({ name: 'stillOnline', value: 3, isOpenEnd: true })
  expect(stillOnline?.statuses).not.toContain('verified')
})

test('sessions that are still to be closed and recipients that are just being told are left to do', () => {
  const deliveries = { ...aClosure().deliveries, pending: 5 }

  expect(leftToDo(aClosure(), at(1))).toBe(0)
  expect(leftToDo(aClosure({ deliveries }), at(1))).toBe(5)
  expect(leftToDo(aClosure({ state: 'closing', closed: 100, deliveries }), at(1))).toBe(33)
  expect(leftToDo(aClosure({ state: 'interrupted', closed: 100 }), at(1))).toBe(0)
})

test('a program that does not call to be told is not being closed for ever', () => {
  const closure = aClosure({ deliveries: { ...aClosure().deliveries, pending: 5 } })

  expect(leftToDo(closure, at(29))).toBe(5)
  expect(leftToDo(closure, at(31))).toBe(0)
})

test('how long until everybody refused is counted from the order, and unknown until it is proved', () => {
  expect(refusedEverywhereAfterMs(aClosure())).toBeNull()
  expect(refusedEverywhereAfterMs(aClosure({ refusedEverywhereAt: '2026-05-04T14:05:00.041Z' }))).toBe(41)
})

test('recipients with an open end are named once for each cause, those with the most first', () => {
  const noAnswer = { status: 'unreachable', cause: 'No answer in 3 tries' } as const
  const ends = openEndsByRecipient([
    aReceipt({ recipient: 'ssl-vpn-edge', status: 'refused', cause: 'Session context not found (503)' }),
    aReceipt(noAnswer),
    aReceipt({ recipient: 'vpn-1', status: 'verified' }),
    aReceipt(noAnswer),
  ])

  expect(ends).toEqual([
    { recipient: 'vpn-2', ...noAnswer, comesBack: false, count: 2 },
    {
      recipient: 'ssl-vpn-edge',
      status: 'refused',
      cause: 'Session context not found (503)',
      comesBack: false,
      count: 1,
    },
  ])
})

test('a guard that is away is told when it is back; others are tried, or given up', () => {
  const away = { channel: 'guard-feed', status: 'unreachable', nextAttemptAt: null } as const

  expect(isToldWhenBack(away)).toBe(true)
  expect(isToldWhenBack({ ...away, nextAttemptAt: orderedAt })).toBe(false)
  expect(isToldWhenBack({ ...away, status: 'acknowledged' })).toBe(false)
  expect(isToldWhenBack({ ...away, channel: 'radius-disconnect' })).toBe(false)
})

test('whoever answered was told: an answer that was noted before the sending says by when', () => {
  const steps = stepsOf(
    aReceipt({
      status: 'verified',
      acknowledgedAt: '2026-05-04T14:05:00.012Z',
      verifiedAt: '2026-05-04T14:05:00.040Z',
    }),
  )

  expect(steps.map(({ afterMs }) => afterMs)).toEqual([null, 12, 12, 40])
  expect(steps.map(({ isByThen }) => isByThen)).toEqual([false, true, false, false])
  expect(steps.some(({ isSkipped }) => isSkipped)).toBe(false)
})

test('the steps of a receipt say how long after being stored each was reached', () => {
  const steps = stepsOf(
    aReceipt({ status: 'verified', sentAt: '2026-05-04T14:05:00.003Z', verifiedAt: '2026-05-04T14:05:00.040Z' }),
  )

  expect(steps.map(({ afterMs }) => afterMs)).toEqual([null, 3, null, 40])
  expect(steps.map(({ isSkipped }) => isSkipped)).toEqual([false, false, true, false])
  expect(stepsOf(aReceipt()).map(({ isSkipped }) => isSkipped)).toEqual([false, false, false, false])
  expect(stepsOf(aReceipt({ status: 'refused' })).map(({ isSkipped }) => isSkipped)).toEqual([false, true, true, true])
})

test('what was tried in vain was tried, and is neither sent nor untouched', () => {
  const tried = (extra: Partial<ReceiptView>) => stepsOf(aReceipt(extra)).map(({ isTried }) => isTried)

  expect(tried({ status: 'unreachable', attempts: 2 })).toEqual([false, true, false, false])
  expect(tried({ status: 'unreachable', attempts: 0 })).toEqual([false, false, false, false])
  expect(tried({ status: 'unreachable', attempts: 2, sentAt: orderedAt })).toEqual([false, false, false, false])
})
