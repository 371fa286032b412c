import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AGuardSink, aGuardFeed } from './a-feed.test-kit.ts'

test('whoever comes, goes, lags and is told in whatever order: each hears every closure once, in order', {
  timeout: 30_000,
}, async () => {
  const act = fc.oneof(
    { weight: 4, arbitrary: fc.record({ act: fc.constant('close' as const), tells: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('connect' as const), guard: fc.nat(2), isSlow: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('cut' as const, 'take' as const), guard: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('rest' as const), turns: fc.nat(6) }) },
  )
  const property = fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
    const { attach, channel, stored } = aGuardFeed()
    const guards: { sink: AGuardSink | undefined; heard: number[]; began: number | undefined }[] = [0, 1, 2].map(
      () => ({ sink: undefined, heard: [], began: undefined }),
    )
    /** What a guard has heard through this connection; a cut one has heard what came through. */
    const listen = (guard: (typeof guards)[number]) => {
      for (const event of guard.sink?.events ?? []) {
        const [name, at] = event.split(' ')
        if (name === 'hello') guard.began ??= Number(at)
        if (name === 'closed' && !guard.heard.includes(Number(at))) guard.heard.push(Number(at))
        expect(name).not.toBe('reset')
      }
    }
    for (const one of acts) {
      const guard = 'guard' in one ? guards[one.guard] : undefined
      if (one.act === 'close') {
        const logoff = stored.close()
        if (one.tells) void channel.tell([logoff])
      } else if (one.act === 'rest') for (let turn = 0; turn < one.turns; turn += 1) await Promise.resolve()
      else if (guard) {
        listen(guard)
        if (one.act === 'take') guard.sink?.takeAll()
        else guard.sink?.close()
        if (one.act === 'connect') {
          const last = guard.heard.at(-1) ?? guard.began
          guard.sink = new AGuardSink()
          guard.sink.isSlow = one.isSlow
          attach(last === undefined ? null : String(last), 'key', guard.sink)
        }
      }
    }
    // All is well in the end: everybody listens, takes, and is told.
    for (const guard of guards) {
      listen(guard)
      if (guard.sink) guard.sink.isSlow = false
      guard.sink?.takeAll()
    }
    const last = stored.close()
    await channel.tell([last])
    const end = last.delivery.feedPosition ?? 0
    for (const guard of guards.filter(({ sink }) => sink?.isOpen)) {
      await expect.poll(() => (listen(guard), guard.heard.at(-1) ?? guard.began), { interval: 1 }).toBe(end)
      const begin = guard.began ?? 0
      expect(guard.heard).toEqual(Array.from({ length: end - begin }, (_, index) => begin + 1 + index))
    }
  })

  await fc.assert(property, { numRuns: 300 })
})
