import { type DeliveryStatus, deliveryStatuses } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advanceDelivery, givenUpDelivery, nextAttempt, retriedDelivery } from './advance.ts'
import type { Delivery, DeliveryStep } from './closing.ts'

const storedAt = new Date('2026-03-02T09:00:00.000Z')
const stored: Delivery = {
  id: 'delivery',
  closureId: 'closure',
  sessionId: 'session',
  channel: 'event-stream',
  recipient: 'session',
  recipientName: '10.7.1.2',
  status: 'pending',
  storedAt,
  sentAt: null,
  acknowledgedAt: null,
  verifiedAt: null,
  attempts: 0,
  nextAttemptAt: storedAt,
  giveUpAt: new Date('2026-03-03T09:00:00.000Z'),
  givenUpAt: null,
  cause: '',
  feedPosition: null,
}

const step: fc.Arbitrary<DeliveryStep> = fc.record({
  deliveryId: fc.constant('delivery'),
  to: fc.constantFrom(...deliveryStatuses),
  // Clocks are corrected: some steps come from before the delivery was stored.
  at: fc.integer({ min: -5_000, max: 60_000 }).map((ms) => new Date(storedAt.getTime() + ms)),
  cause: fc.constantFrom('', 'Session-Context-Not-Found'),
  nextAttemptAt: fc.constantFrom(null, new Date('2026-03-02T10:00:00.000Z')),
  isAttempt: fc.boolean(),
})
const life = fc.array(step, { maxLength: 12 })
const after = (steps: readonly DeliveryStep[]) => steps.reduce(advanceDelivery, stored)

const proof: Record<DeliveryStatus, number> = {
  pending: 0,
  unreachable: 0,
  sent: 1,
  refused: 2,
  acknowledged: 3,
  verified: 4,
}

test('what is proved stays proved, whatever is reported afterwards', () => {
  fc.assert(
    fc.property(life, step, (steps, next) => {
      const before = after(steps)

      const then = advanceDelivery(before, next)

      expect(proof[then.status]).toBeGreaterThanOrEqual(proof[before.status])
      for (const time of ['sentAt', 'acknowledgedAt', 'verifiedAt'] as const)
        if (before[time]) expect(then[time]).toEqual(before[time])
    }),
  )
})

test('the steps come to the same status in whatever order they are reported', () => {
  const proving = fc.constantFrom<DeliveryStatus>('sent', 'refused', 'acknowledged', 'verified')
  fc.assert(
    fc.property(fc.array(fc.tuple(step, proving), { maxLength: 6 }), fc.infiniteStream(fc.nat()), (pairs, chance) => {
      const steps = pairs.map(([step, to]) => ({ ...step, to }))
      const shuffled = steps
        .map((step) => [chance.next().value, step] as const)
        .sort(([one], [other]) => one - other)
        .map(([, step]) => step)

      expect(after(shuffled).status).toBe(after(steps).status)
    }),
  )
})

test('times never run against the order of the steps', () => {
  fc.assert(
    fc.property(life, (steps) => {
      const { sentAt, acknowledgedAt, verifiedAt } = after(steps)
      const times = [storedAt, sentAt, acknowledgedAt, verifiedAt].flatMap((time) => time?.getTime() ?? [])

      expect(times).toEqual(times.toSorted((one, other) => one - other))
    }),
  )
})

test('the same step twice is as good as once, but for the attempts', () => {
  fc.assert(
    fc.property(life, step, (steps, again) => {
      const once = advanceDelivery(after(steps), again)

      expect({ ...advanceDelivery(once, again), attempts: 0 }).toEqual({ ...once, attempts: 0 })
    }),
  )
})

test('something is due only as long as nothing is proved, and attempts are counted', () => {
  fc.assert(
    fc.property(life, (steps) => {
      const { status, attempts, nextAttemptAt, cause } = after(
        steps.map((step) =>
          step.to === 'pending' || step.to === 'unreachable' ? step : { ...step, nextAttemptAt: null },
        ),
      )

      if (proof[status] > 0) expect(nextAttemptAt).toBeNull()
      if (status !== 'refused' && status !== 'unreachable') expect(cause).toBe('')
      expect(attempts).toBe(steps.filter(({ isAttempt }) => isAttempt).length)
    }),
  )
})

test('a refusal is taken back only by the proof that the session is over', () => {
  const refused = after([{ deliveryId: 'delivery', to: 'refused', at: storedAt, cause: 'Session-Context-Not-Found' }])

  expect(advanceDelivery(refused, { deliveryId: 'delivery', to: 'sent', at: storedAt })).toEqual(refused)
  expect(advanceDelivery(refused, { deliveryId: 'delivery', to: 'verified', at: storedAt })).toMatchObject({
    status: 'verified',
    cause: '',
  })
})

test('waits double from one second to ten minutes and are spread over their second half', () => {
  const waitMs = (attempts: number, chance: number) =>
    Number(nextAttempt(attempts, storedAt, chance, stored.giveUpAt)) - storedAt.getTime()

  expect([1, 2, 3, 4].map((attempts) => waitMs(attempts, 0))).toEqual([500, 1_000, 2_000, 4_000])
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempts, chance) => {
        const full = Math.min(600_000, 1_000 * 2 ** (attempts - 1))
        expect(waitMs(attempts, chance)).toBeGreaterThanOrEqual(full / 2)
        expect(waitMs(attempts, chance)).toBeLessThanOrEqual(full)
      },
    ),
  )
})

test('after a day it is given up', () => {
  const late = (ms: number) => new Date(stored.giveUpAt.getTime() + ms)

  expect(nextAttempt(150, late(-1), 0.5, stored.giveUpAt)).toBeInstanceOf(Date)
  expect(nextAttempt(150, late(0), 0.5, stored.giveUpAt)).toBeNull()
})

test('a refusal that is tried again stays what is known while its attempts go on, and is given up with its cause', () => {
  const busy = {
    deliveryId: 'delivery',
    to: 'refused',
    at: storedAt,
    cause: 'Resources-Unavailable',
    isAttempt: true,
  } as const
  const later = new Date('2026-03-02T09:00:05.000Z')
  const refused = after([{ ...busy, nextAttemptAt: later }])

  const silent = advanceDelivery(refused, { ...busy, to: 'unreachable', cause: 'No answer.', nextAttemptAt: null })

  expect(refused).toMatchObject({ status: 'refused', nextAttemptAt: later })
  expect(silent).toMatchObject({ status: 'refused', cause: busy.cause, nextAttemptAt: null, attempts: 2 })
  expect(advanceDelivery(refused, { ...busy, nextAttemptAt: null, isGivenUp: true })).toMatchObject({
    status: 'refused',
    nextAttemptAt: null,
    givenUpAt: storedAt,
  })
  expect(advanceDelivery(refused, { ...busy, to: 'acknowledged' })).toMatchObject({ status: 'acknowledged', cause: '' })
})

test('what somebody wants tried again is due at once with a day before it, and what was told is not', () => {
  const at = new Date('2026-03-05T09:00:00.000Z')
  const givenUp = advanceDelivery(stored, {
    deliveryId: 'delivery',
    to: 'unreachable',
    at,
    isGivenUp: true,
    cause: 'No.',
  })

  const retried = retriedDelivery(givenUp, at)

  expect(givenUp).toMatchObject({ status: 'unreachable', givenUpAt: at, nextAttemptAt: null })
  expect(retried).toMatchObject({ status: 'pending', nextAttemptAt: at, givenUpAt: null, cause: '' })
  expect(retried?.giveUpAt.getTime()).toBe(at.getTime() + 86_400_000)
  for (const to of ['sent', 'acknowledged', 'verified'] as const)
    expect(retriedDelivery(advanceDelivery(stored, { deliveryId: 'delivery', to, at }), at)).toBeUndefined()
})

test('what has waited too long is given up with what is known of it', () => {
  const at = new Date('2026-03-03T09:00:00.000Z')
  const refused = after([{ deliveryId: 'delivery', to: 'refused', at: storedAt, cause: 'Busy.', nextAttemptAt: at }])

  expect(givenUpDelivery(stored, at, 'No answer.')).toMatchObject({
    status: 'unreachable',
    cause: 'No answer.',
    nextAttemptAt: null,
    givenUpAt: at,
  })
  expect(givenUpDelivery(refused, at, 'No answer.')).toMatchObject({ status: 'refused', cause: 'Busy.', givenUpAt: at })
})

test('an attempt that finds nobody leaves what was asked for since it began; one that is answered does not', () => {
  const later = (seconds: number) => new Date(storedAt.getTime() + seconds * 1_000)
  const attempt = (to: DeliveryStep['to'], begunAt: Date): DeliveryStep => ({
    deliveryId: 'delivery',
    to,
    begunAt,
    at: later(30),
    isAttempt: true,
    cause: 'No answer.',
    nextAttemptAt: later(600),
  })
  const asked = retriedDelivery({ ...stored, status: 'unreachable', nextAttemptAt: storedAt }, later(10))
  if (!asked) throw new Error('It can be tried again.')

  expect(advanceDelivery(asked, attempt('unreachable', later(5)))).toEqual({ ...asked, attempts: 1 })
  expect(advanceDelivery(asked, attempt('unreachable', later(10)))).toMatchObject({
    status: 'unreachable',
    nextAttemptAt: later(600),
  })
  expect(advanceDelivery(asked, attempt('acknowledged', later(5)))).toMatchObject({ status: 'acknowledged' })
  expect(advanceDelivery(asked, attempt('refused', later(5)))).toMatchObject({ status: 'refused' })
})
