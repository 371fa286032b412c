import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessPorts, rightPassword, wrongPassword } from './access.test-kit.ts'
import { forgetOldAttempts, judgePassword } from './attempt.ts'

describe('an attempt with a password', () => {
  test('is right for an administrator who is enabled, in whatever composition the password is typed', async () => {
    const access = accessPorts()
    await access.anAdministrator()

    expect(await access.attempt()).toBe('right')
    expect(await access.attempt({ password: rightPassword.normalize('NFD') })).toBe('right')
    expect(await access.attempt({ userId: 'Ada' })).toBe('wrong-credentials')
  })

  test('is answered alike for a wrong password, an unknown user and a disabled one, and each costs one comparison', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    await access.anAdministrator({ id: 'b', userId: 'bob', disabled: true })
    const refusals: unknown[] = []

    for (const [userId, password] of [
      ['ada', wrongPassword],
      ['nobody', rightPassword],
      ['bob', rightPassword],
    ] as const) {
      const attempt = { userId, password, clientAddress: '192.0.2.1' }
      refusals.push(await judgePassword(access.ports, attempt).catch((error: unknown) => error))
    }

    expect(new Set(refusals.map(String)).size).toBe(1)
    expect(access.hasher.verified).toHaveLength(3)
  })

  test('leaves a row in the audit that does not hold what was typed as an unknown user ID', async () => {
    const access = accessPorts()
    await access.anAdministrator()

    await access.attempt({ userId: 'my secret in the wrong field' })
    await access.attempt({ password: wrongPassword })

    expect(access.audit.map(({ act, target }) => [act, target])).toEqual([
      ['password-refused', ''],
      ['password-refused', 'ada'],
    ])
    expect(JSON.stringify(access.audit)).not.toContain('secret')
  })
})

describe('too many wrong passwords', () => {
  test('make the user wait at that address; a right one is then answered like a wrong one, and costs nothing', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    for (let failures = 0; failures < 5; failures += 1)
      expect(await access.attempt({ password: wrongPassword })).toBe('wrong-credentials')
    access.hasher.verified = []

    expect(await access.attempt()).toBe('too-many-attempts')
    expect(await access.attempt({ password: wrongPassword })).toBe('too-many-attempts')

    expect(access.hasher.verified).toEqual([])
    access.pass(5)
    expect(await access.attempt()).toBe('right')
  })

  test('are forgotten at that address with the first right one', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    for (let failures = 0; failures < 4; failures += 1) await access.attempt({ password: wrongPassword })

    await access.attempt()

    for (let failures = 0; failures < 5; failures += 1)
      expect(await access.attempt({ password: wrongPassword })).toBe('wrong-credentials')
  })

  test('tried while waiting do not make the wait longer', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    for (let failures = 0; failures < 5; failures += 1) await access.attempt({ password: wrongPassword })

    for (let second = 0; second < 5; second += 1) {
      expect(await access.attempt({ password: wrongPassword })).toBe('too-many-attempts')
      access.pass(1)
    }

    expect(await access.attempt()).toBe('right')
  })

  test('say how long to wait', async () => {
    const access = accessPorts()
    for (let failures = 0; failures < 5; failures += 1) await access.attempt()

    const refusal = judgePassword(access.ports, { userId: 'ada', password: 'x', clientAddress: '192.0.2.1' })

    await expect(refusal).rejects.toMatchObject({ code: 'too-many-attempts', extra: { retryAfterSeconds: 5 } })
  })

  test('from many addresses slow the user down for a minute at most, and not where the user has logged on before', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    await access.attempt({ clientAddress: '198.51.100.1' })

    for (let round = 0; round < 500; round += 1) {
      await access.attempt({ password: wrongPassword, clientAddress: `203.0.113.${round % 250}` })
      access.pass(1)
    }

    expect(await access.attempt({ clientAddress: '198.51.100.1' })).toBe('right')
    expect(await access.attempt({ clientAddress: '198.51.100.2' })).toBe('too-many-attempts')
    access.pass(60)
    expect(await access.attempt({ clientAddress: '198.51.100.2' })).toBe('right')
  })

  test('from one address for many users slow that address down, and not the user who has logged on from there', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    await access.anAdministrator({ id: 'b', userId: 'bob' })
    await access.attempt()
    for (let guess = 0; guess < 60; guess += 1) await access.attempt({ userId: `user-${guess}` })

    expect(await access.attempt({ userId: 'bob' })).toBe('too-many-attempts')
    expect(await access.attempt()).toBe('right')
    access.pass(60)
    expect(await access.attempt({ userId: 'bob' })).toBe('right')
  })

  test('do not tell that a user is known at an address: the answers to wrong ones are those for a stranger', async () => {
    const access = accessPorts()
    await access.anAdministrator()
    await access.attempt()
    for (let guess = 0; guess < 60; guess += 1) await access.attempt({ userId: `user-${guess}` })
    const answersFor = async (userId: string) => {
      const answers: string[] = []
      for (let guess = 0; guess < 9; guess += 1) answers.push(await access.attempt({ userId, password: wrongPassword }))
      return answers
    }
    const costBefore = access.hasher.verified.length

    const known = await answersFor('ada')
    const costOfKnown = access.hasher.verified.length - costBefore
    const stranger = await answersFor('nobody')

    expect(known).toEqual(stranger)
    expect(access.hasher.verified.length - costBefore).toBe(2 * costOfKnown)
  })

  test('at once are not more than one after the other: a thousand guesses in one moment are not a thousand free ones', async () => {
    const access = accessPorts()
    await access.anAdministrator()

    const atOneAddress = await Promise.all(
      Array.from({ length: 60 }, () => access.attempt({ password: wrongPassword, clientAddress: '192.0.2.9' })),
    )
    const fromMany = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        access.attempt({ userId: 'bob', password: wrongPassword, clientAddress: `203.0.113.${index}` }),
      ),
    )

    expect(atOneAddress.filter((answer) => answer === 'wrong-credentials')).toHaveLength(5)
    expect(fromMany.filter((answer) => answer === 'wrong-credentials')).toHaveLength(10)
  })

  test('more than a hundred that wait for their turn are sent away', async () => {
    const access = accessPorts()

    const answers = await Promise.all(Array.from({ length: 150 }, () => access.attempt()))

    expect(answers.filter((answer) => answer === 'wrong-credentials')).toHaveLength(5)
    expect(answers.filter((answer) => answer === 'too-many-attempts')).toHaveLength(145)
  })

  test('a program that logs on many times at once with the right password is let on each time', async () => {
    const access = accessPorts()
    await access.anAdministrator()

    const answers = await Promise.all(Array.from({ length: 20 }, () => access.attempt()))

    expect(new Set(answers)).toEqual(new Set(['right']))
  })

  test('whatever was tried before, a right password from a new address is let in within six minutes', async () => {
    const tried = fc.record({
      userId: fc.constantFrom('ada', 'bob', 'nobody'),
      clientAddress: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
      isRight: fc.boolean(),
      seconds: fc.nat(400),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(tried, { maxLength: 60 }), async (attempts) => {
        const access = accessPorts()
        await access.anAdministrator()
        for (const { userId, clientAddress, isRight, seconds } of attempts) {
          await access.attempt({ userId, clientAddress, password: isRight ? rightPassword : wrongPassword })
          access.pass(seconds)
        }

        access.pass(360)

        expect(await access.attempt({ clientAddress: '192.0.2.1' })).toBe('right')
      }),
      { numRuns: 50 },
    )
  })
})

test('what is kept under the keys names neither the user nor the address', async () => {
  const access = accessPorts()
  const keys: string[] = []
  const store = {
    ...access.ports.store,
    recordFailure: async (recorded: readonly string[], at: Date) => {
      keys.push(...recorded)
      return access.ports.store.recordFailure(recorded, at)
    },
  }

  await judgePassword({ ...access.ports, store }, { userId: 'ada', password: 'x', clientAddress: '192.0.2.1' }).catch(
    () => {},
  )

  expect(keys).toHaveLength(3)
  for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/)
})

test('an address is forgotten when nobody has logged on from there for thirty days', async () => {
  const access = accessPorts()
  await access.anAdministrator()
  await access.attempt({ clientAddress: '198.51.100.1' })
  access.pass(30 * 86_400)
  await forgetOldAttempts(access.ports)
  for (let round = 0; round < 20; round += 1)
    await access.attempt({ password: wrongPassword, clientAddress: `203.0.113.${round}` })

  expect(await access.attempt({ clientAddress: '198.51.100.1' })).toBe('too-many-attempts')
})
