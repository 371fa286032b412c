import { createGuard, type Guard, type GuardOptions } from '@curfew/guard'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { anAdministrator, kinds, type ListeningCurfew } from './guard/curfews.ts'
import { createCuttable } from './guard/cut-feed.ts'

const soon = { interval: 5, timeout: 15_000 }
let made = 0

describe.each(kinds)('the guard against the $name', ({ start }) => {
  let curfew: ListeningCurfew
  let ada: Awaited<ReturnType<typeof anAdministrator>>
  const guards: Guard[] = []

  beforeAll(async () => {
    curfew = await start()
    ada = await anAdministrator(curfew)
  }, 60_000)
  afterEach(() => Promise.all(guards.splice(0).map((guard) => guard.close())))
  afterAll(() => curfew.stop())

  const aSource = (leaseMs = 1_000) => ada.source({ name: `portal ${(made += 1)}`, leaseMs })
  const aGuard = (key: string, more: Partial<GuardOptions> = {}) => {
    const guard = createGuard({ url: curfew.url, key, waitMs: 2_000, warn: () => {}, ...more })
    guards.push(guard)
    return guard
  }
  const register = (guard: Guard, handle: string) =>
    guard.register({ handle, kind: 'self-service-console', userId: `user of ${handle}` })
  const decide = async (guard: Guard, handle: string) => {
    const decision = await guard.decide(handle)
    return decision.accepted ? 'accepted' : decision.why
  }

  test('closed: refused in the application, refused everywhere, and the receipt verified', {
    timeout: 60_000,
  }, async () => {
    const { key } = await aSource()
    const [one, other] = [aGuard(key), aGuard(key)]
    const { sessionId } = await register(one, 'ada')
    for (const guard of [one, other]) await expect.poll(() => decide(guard, 'ada'), soon).toBe('accepted')

    const closure = await ada.close([sessionId], 'Good night')

    await expect.poll(async () => (await ada.closure(closure.id)).refusedEverywhereAt, soon).not.toBe(null)
    // From here on nobody lets it in, whatever they remember.
    const decisions = await Promise.all([one.decide('ada'), other.decide('ada')])
    for (const decision of decisions)
      expect(decision).toMatchObject({ accepted: false, why: 'closed', logoff: { messageToUser: 'Good night' } })
    await expect.poll(() => ada.statuses(closure.id), soon).toEqual(['verified'])
    const [receipt] = await ada.receipts(closure.id)
    const { storedAt = '', sentAt = '', acknowledgedAt = '', verifiedAt = '' } = receipt ?? {}
    const steps = [storedAt, sentAt, acknowledgedAt, verifiedAt].map((at) => Date.parse(at ?? ''))
    expect(steps).toEqual(steps.toSorted((earlier, later) => earlier - later))
    expect(receipt).toMatchObject({ channel: 'guard-feed', attempts: 1, cause: '' })
  })

  test("with a guard's feed cut it is refused everywhere only once that guard lets nobody in any more", {
    timeout: 60_000,
  }, async () => {
    const { key } = await aSource()
    const wire = createCuttable()
    const [well, cut] = [aGuard(key), aGuard(key, { fetch: wire.fetch, waitMs: 50 })]
    const { sessionId } = await register(well, 'grace')
    for (const guard of [well, cut]) await expect.poll(() => decide(guard, 'grace'), soon).toBe('accepted')
    wire.cut()

    const closure = await ada.close([sessionId])
    // Its reports get through, so that only what it has not applied keeps it from going on.
    const seen: { readonly wasRefusedEverywhere: boolean; readonly decision: string }[] = []
    do {
      const wasRefusedEverywhere = (await ada.closure(closure.id)).refusedEverywhereAt !== null
      seen.push({ wasRefusedEverywhere, decision: await decide(cut, 'grace') })
    } while (seen.at(-1)?.wasRefusedEverywhere === false)

    expect(closure.refusedEverywhereAt).toBe(null)
    expect(seen.at(-1)).toEqual({ wasRefusedEverywhere: true, decision: 'cannot-know' })
    expect(await decide(well, 'grace')).toBe('closed')
    wire.mend()
    await expect.poll(() => decide(cut, 'grace'), soon).toBe('closed')
    await expect.poll(() => ada.statuses(closure.id), soon).toEqual(['verified'])
  })

  test('a source without a guard is unreachable with its cause, and told by the replay when one comes back', {
    timeout: 60_000,
  }, async () => {
    const { key, source } = await aSource()
    const wire = createCuttable()
    const guard = aGuard(key, { fetch: wire.fetch, waitMs: 50 })
    const { sessionId } = await register(guard, 'linus')
    await expect.poll(() => decide(guard, 'linus'), soon).toBe('accepted')
    wire.cut()
    await expect.poll(() => decide(guard, 'nobody'), soon).toBe('closed')

    const closure = await ada.close([sessionId])

    await expect.poll(() => ada.statuses(closure.id), soon).toEqual(['unreachable'])
    const [unreachable] = await ada.receipts(closure.id)
    expect(unreachable).toMatchObject({
      cause: expect.stringMatching(new RegExp(`^No guard of ${source.name} is connected since \\d\\d:\\d\\d UTC\\.$`)),
      nextAttemptAt: null,
    })
    await expect.poll(async () => (await ada.closure(closure.id)).refusedEverywhereAt, soon).not.toBe(null)
    expect(await decide(guard, 'linus')).toBe('cannot-know')
    wire.mend()
    await expect.poll(() => decide(guard, 'linus'), soon).toBe('closed')
    await expect.poll(() => ada.statuses(closure.id), soon).toEqual(['verified'])
    expect((await ada.receipts(closure.id))[0]?.sentAt).not.toBe(null)
  })

  test.each([10, -10])(
    'a clock that is stepped by %i minutes lets nobody in who is closed, and keeps nobody out',
    {
      timeout: 60_000,
    },
    async (minutes) => {
      const { key } = await aSource()
      const guard = aGuard(key)
      const { sessionId } = await register(guard, `grace ${minutes}`)
      await register(guard, `stays ${minutes}`)
      expect(await decide(guard, `grace ${minutes}`)).toBe('accepted')

      // Of both machines at once, as far as the wall is concerned; what measures durations goes on.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
      onTestFinished(() => void vi.useRealTimers())
      await expect.poll(() => decide(guard, `grace ${minutes}`), soon).toBe('accepted')
      const closure = await ada.close([sessionId])
      await expect.poll(async () => (await ada.closure(closure.id)).refusedEverywhereAt, soon).not.toBe(null)

      expect(await decide(guard, `grace ${minutes}`)).toBe('closed')
      await expect.poll(() => decide(guard, `stays ${minutes}`), soon).toBe('accepted')
    },
  )

  test('a user who logs off at one process of the application is off at the others', { timeout: 60_000 }, async () => {
    const { key } = await aSource()
    const [one, other] = [aGuard(key), aGuard(key)]
    await register(one, 'margaret')
    expect(await decide(other, 'margaret')).toBe('accepted')

    await one.end('margaret')

    await expect.poll(() => decide(other, 'margaret'), soon).toBe('closed')
    const again = await register(one, 'margaret')
    expect(again.outcome).toBe('registered')
    expect(await decide(one, 'margaret')).toBe('accepted')
  })

  test('what expires is refused in the application, too, and says that it expired', { timeout: 60_000 }, async () => {
    const { key } = await aSource()
    const guard = aGuard(key)
    await guard.register({
      handle: 'short',
      kind: 'self-service-console',
      userId: 'short',
      idleLimitSeconds: 1,
      absoluteLimitSeconds: 1,
    })

    await expect.poll(() => decide(guard, 'short'), soon).toBe('closed')

    expect(await guard.decide('short')).toMatchObject({ logoff: { ending: 'absolute-limit' } })
  })

  test('a logon that was begun is finished, and its use is noted', { timeout: 60_000 }, async () => {
    const { key } = await aSource()
    const guard = aGuard(key)
    const session = { handle: 'vpn', kind: 'risk-based-authentication', userId: 'vpn-user' } as const
    const begun = await guard.register({ ...session, status: 'abandoned-in-progress' })
    const before = await ada.session(begun.sessionId)

    const finished = await guard.register({ ...session, status: 'active' })

    expect(finished).toEqual({ sessionId: begun.sessionId, outcome: 'finished' })
    const registered = await ada.session(begun.sessionId)
    expect([before.session.status, registered.session.status]).toEqual(['abandoned-in-progress', 'active'])
    await expect
      .poll(async () => {
        await decide(guard, 'vpn')
        return (await ada.session(begun.sessionId)).session.lastActivityAt > registered.session.lastActivityAt
      }, soon)
      .toBe(true)
  })

  test('a guard whose key is replaced knows nothing any more', { timeout: 60_000 }, async () => {
    const { key, source } = await aSource()
    const warnings: string[] = []
    const guard = aGuard(key, { waitMs: 50, warn: (text) => warnings.push(text) })
    await register(guard, 'ada')
    expect(await decide(guard, 'ada')).toBe('accepted')

    await ada.replaceKey(source.id)

    await expect.poll(() => decide(guard, 'ada'), soon).toBe('cannot-know')
    expect(warnings.join('\n')).toContain('401')
    expect(warnings.join('\n')).not.toContain(key)
  })
})
