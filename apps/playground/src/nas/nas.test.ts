import { isNasEvent } from '@curfew/radius'
import { describe, expect, test, vi } from 'vitest'
import { aNas } from './a-nas.test-kit.ts'

const aWhile = { timeout: 10_000, interval: 10 }

async function withUser(...knobs: Parameters<typeof aNas>) {
  const house = await aNas(...knobs)
  const { acctSessionId } = house.nas.logOn('ada')
  await vi.waitFor(() => expect(house.said(acctSessionId)).toEqual(['start']), aWhile)
  return { ...house, acctSessionId }
}

describe('accounting', () => {
  test('tells of logon, of what goes through, and of logoff, with all that identifies the session', async () => {
    const { nas, events, said, acctSessionId } = await withUser()

    nas.sendInterims()
    await vi.waitFor(() => expect(said(acctSessionId)).toContain('interim-update'), aWhile)
    nas.logOff(acctSessionId)
    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'interim-update', 'stop']), aWhile)

    expect(events[0]).toMatchObject({
      nas: { key: 'vpn-2', ipAddress: '127.0.0.1' },
      facts: {
        userName: 'ada',
        framedIpAddress: '10.8.0.2',
        callingStationId: '203.0.113.2',
        nasPortType: 'Virtual',
        class: expect.any(String),
      },
      isTimed: true,
    })
    expect(events[2]).toMatchObject({ terminateCause: { name: 'User-Request' }, counters: { outputOctets: 0 } })
    await vi.waitFor(() => expect(nas.unanswered).toBe(0), aWhile)
  })

  test('is sent again until it is answered, later each time', async () => {
    let failures = 0
    const { nas, listener, events } = await withUser({}, async () => {
      failures += 1
      if (failures <= 2) throw new Error('the disk is full')
    })

    await vi.waitFor(() => expect(nas.unanswered).toBe(0), aWhile)

    expect(events).toHaveLength(1)
    expect(listener.statistics().received).toBeGreaterThanOrEqual(3)
  })

  test('of a thousand users comes through a window of identifiers', async () => {
    const { nas, events } = await aNas()

    for (let number = 0; number < 1_000; number += 1) nas.logOn(`user.${number}`)
    await vi.waitFor(() => expect(nas.unanswered).toBe(0), { ...aWhile, timeout: 30_000 })

    const ids = events.flatMap((event) => (isNasEvent(event) ? [] : [event.acctSessionId]))
    expect(new Set(ids).size).toBe(1_000)
  })

  test('with a wrong secret gets no answer, until the knob is turned back', async () => {
    const { nas, listener, events } = await aNas({ wrongSecret: true })

    nas.logOn('ada')
    await vi.waitFor(() => expect(listener.refusals()).toMatchObject([{ reason: 'wrong-secret' }]), aWhile)
    expect([events.length, nas.unanswered]).toEqual([0, 1])
    nas.knobs = { ...nas.knobs, wrongSecret: false }

    await vi.waitFor(() => expect(events).toHaveLength(1), aWhile)
  })

  test('after a restart says Accounting-On, and nothing of those who were on', async () => {
    const { nas, events, said, acctSessionId } = await withUser()

    nas.restart()

    await vi.waitFor(
      () => expect(events.at(-1)).toMatchObject({ kind: 'accounting-on', nas: { key: 'vpn-2' } }),
      aWhile,
    )
    expect(said(acctSessionId)).toEqual(['start'])
    expect(nas.sessions.size).toBe(0)
  })
})

describe('asked to end a session, a NAS that', () => {
  test('ends it says so, and sends a Stop', async () => {
    const { nas, disconnect, said, events, acctSessionId } = await withUser()

    const outcome = await disconnect(acctSessionId)

    expect(outcome).toMatchObject({ to: 'acknowledged', transmissions: 1 })
    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'stop']), aWhile)
    expect(events.at(-1)).toMatchObject({ terminateCause: { name: 'Admin-Reset' } })
    expect(nas.told.entries()[0]?.what).toBe('Disconnect-Request for ada: ACK.')
  })

  test('is late answers what was asked the first time, and is asked again meanwhile', async () => {
    const { nas, disconnector, disconnect, said, acctSessionId } = await withUser({ behaviour: 'late', lateSeconds: 1 })

    const outcome = await disconnect(acctSessionId)
    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'stop']), aWhile)
    await vi.waitFor(() => expect(disconnector.strays.get('not-asked')).toBeGreaterThan(0), aWhile)

    expect(outcome.to).toBe('unreachable')
    expect(nas.requests).toHaveLength(1)
  })

  test('was mute and wakes answers what is sent again, as if it were the first time', async () => {
    const { nas, disconnect, said, acctSessionId } = await withUser({ behaviour: 'mute' })
    const asking = disconnect(acctSessionId)
    await vi.waitFor(() => expect(nas.requests.length).toBeGreaterThan(0), { ...aWhile, interval: 1 })

    nas.knobs = { ...nas.knobs, behaviour: 'ends' }

    expect(await asking).toMatchObject({ to: 'acknowledged' })
    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'stop']), aWhile)
  })

  test('refuses gives the cause that was set', async () => {
    const { nas, disconnect, acctSessionId } = await withUser({ behaviour: 'refuses', errorCause: 501 })

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'refused', errorCause: 501, advice: 'final' })
    nas.knobs = { ...nas.knobs, errorCause: 0 }
    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'refused', errorCause: null })
    expect(nas.sessions.size).toBe(1)
  })

  test('lets it go on says that it ended it, and speaks of it again', async () => {
    const { nas, disconnect, said, acctSessionId } = await withUser({ behaviour: 'stays' })

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'acknowledged' })
    nas.sendInterims()

    await vi.waitFor(() => expect(said(acctSessionId)).toEqual(['start', 'interim-update']), aWhile)
  })

  test('forgets the Stop says that it ended it, and never speaks of it again', async () => {
    const { nas, disconnect, said, acctSessionId } = await withUser({ behaviour: 'vanishes' })

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'acknowledged' })
    nas.sendInterims()

    expect([nas.sessions.size, nas.unanswered, said(acctSessionId)]).toEqual([0, 0, ['start']])
    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'refused', errorCause: 503, advice: 'confirm' })
  })

  test.each([
    ['mute', null, 'firewall'],
    ['wrong-authenticator', 'wrong-authenticator', 'secret'],
    ['wrong-port', 'other-port', 'port'],
    ['coa-codes', 'coa-code', 'software'],
  ] as const)('is set to %s has not told it, and the likely cause is named', async (behaviour, stray, cause) => {
    const { disconnector, disconnect, acctSessionId } = await withUser({ behaviour })

    const outcome = await disconnect(acctSessionId)

    expect(outcome).toMatchObject({
      to: 'unreachable',
      likelyCauses: expect.arrayContaining([{ cause, words: expect.any(String) }]),
    })
    expect(outcome.to === 'unreachable' && outcome.likelyCauses[0]?.cause).toBe(cause)
    expect(Array.from(disconnector.strays.keys())).toEqual(stray === null ? [] : [stray])
  })

  test('answers with garbage has not told it', async () => {
    const { disconnector, disconnect, acctSessionId } = await withUser({ behaviour: 'garbage' })

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'unreachable' })
    expect(Array.from(disconnector.strays.values()).some((count) => count > 0)).toBe(true)
  })

  test('has a clock that is far off discards it, and shows why in its accounting', async () => {
    const { nas, disconnect, events, acctSessionId } = await withUser({ clockOffsetSeconds: -400 })

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'unreachable' })
    expect(nas.told.entries()[0]?.what).toMatch(/Event-Timestamp is \d{3} s off/)
    // Within the whole seconds of a timestamp, and however slow this machine is.
    expect(events[0]?.clockOffsetSeconds).toBeLessThan(-300)
  })

  test('does not know it says so: 503', async () => {
    const { nas, disconnect, said, acctSessionId } = await withUser()
    nas.logOff(acctSessionId)
    await vi.waitFor(() => expect(said(acctSessionId)).toContain('stop'), aWhile)

    expect(await disconnect(acctSessionId)).toMatchObject({ to: 'refused', errorCause: 503, advice: 'confirm' })
  })
})
