import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryStep } from './closing.ts'
import { advanceCircuit, type Circuit, closedCircuit, printQueue, queueOf, roomIn } from './queue.ts'

const start = new Date('2026-03-02T09:00:00.000Z')
const after = (ms: number) => new Date(start.getTime() + ms)
const failure = (ms: number, chance = 0): DeliveryStep => ({
  deliveryId: 'any',
  to: 'unreachable',
  at: after(ms),
  cause: 'No answer.',
  isAttempt: true,
  silence: { chance },
})
const answer = (ms: number, to: DeliveryStep['to'] = 'acknowledged'): DeliveryStep => ({
  deliveryId: 'any',
  to,
  at: after(ms),
  isAttempt: true,
})
const then = (steps: readonly DeliveryStep[], from: Circuit = closedCircuit) => steps.reduce(advanceCircuit, from)

test('what is told within the process waits in one queue for each channel, everyone else in one of their own', () => {
  expect(queueOf({ channel: 'event-stream', recipient: 'a-session' })).toEqual({
    channel: 'event-stream',
    recipient: '',
  })
  expect(queueOf({ channel: 'radius-disconnect', recipient: 'vpn-1' })).toEqual({
    channel: 'radius-disconnect',
    recipient: 'vpn-1',
  })
  expect(printQueue({ channel: 'guard-feed', recipient: 'a b' })).toBe('guard-feed a b')
})

test('the third attempt in a row without an answer opens the circuit, and it says since when', () => {
  const closed = then([failure(0), failure(10)])
  const open = then([failure(0), failure(10), failure(20)])

  expect(closed).toMatchObject({ probeAt: null, silentSince: start, failures: 2 })
  expect(open).toEqual({ failures: 3, silentSince: start, probeAt: after(1_020), cause: 'No answer.' })
})

test('any answer closes it, a refusal too; what nobody has attempted proves nothing', () => {
  const open = then([failure(0), failure(0), failure(0)])

  for (const to of ['sent', 'refused', 'acknowledged', 'verified'] as const)
    expect(advanceCircuit(open, answer(1, to))).toBe(closedCircuit)
  expect(advanceCircuit(open, { ...answer(1, 'verified'), isAttempt: false })).toBe(open)
  expect(advanceCircuit(closedCircuit, answer(1))).toBe(closedCircuit)
})

test('a recipient that comes by itself, or cannot be told at all, is not silent', () => {
  const { silence: _silence, ...other } = failure(0)

  expect(then([other, other, other, other])).toBe(closedCircuit)
})

test('the failures of what had been begun before say nothing new, however many they are', () => {
  const open = then(Array.from({ length: 64 }, () => failure(0)))

  expect(open).toMatchObject({ failures: 3, probeAt: after(1_000) })
})

test('what began before a recipient was to be tried at once does not put that off', () => {
  const open = { ...then([failure(0), failure(0), failure(0)]), probeAt: after(500) }

  expect(advanceCircuit(open, { ...failure(900), begunAt: after(400) })).toBe(open)
  expect(advanceCircuit(open, { ...failure(900), begunAt: after(500) })).toMatchObject({ failures: 4 })
})

test('probes come later and later, at most a minute apart, and never before half of their wait', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.array(chance, { minLength: 3, maxLength: 40 }), (chances) => {
      let circuit = closedCircuit
      let ms = 0
      for (const [index, one] of chances.entries()) {
        circuit = advanceCircuit(circuit, failure(ms, one))
        const waitMs = circuit.probeAt ? circuit.probeAt.getTime() - start.getTime() - ms : 0
        const full = Math.min(60_000, 2_000 * 2 ** (index - 2))
        if (index >= 2) {
          expect(waitMs).toBeGreaterThanOrEqual(Math.floor(full / 2))
          expect(waitMs).toBeLessThanOrEqual(full)
        }
        ms += waitMs
      }
      expect(circuit.silentSince).toEqual(start)
    }),
  )
})

test('there is room up to a bound while it answers, and for two once it is time to find out whether it does again', () => {
  const room = { atOnce: { 'radius-disconnect': 64 }, underWay: new Map([['radius-disconnect vpn-1', 60]]) } as const
  const vpn = { channel: 'radius-disconnect', recipient: 'vpn-1' } as const
  const other = { ...vpn, recipient: 'vpn-2' }

  expect(roomIn({ ...vpn, probeAt: null }, room, start)).toBe(4)
  expect(roomIn({ ...other, probeAt: null }, room, start)).toBe(64)
  expect(roomIn({ ...other, channel: 'guard-feed', probeAt: null }, room, start)).toBe(1_000)
  expect(roomIn({ ...other, probeAt: after(1) }, room, start)).toBe(0)
  expect(roomIn({ ...other, probeAt: start }, room, start)).toBe(2)
  expect(roomIn({ ...vpn, probeAt: start }, room, start)).toBe(0)
})
