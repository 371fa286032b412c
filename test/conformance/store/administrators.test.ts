import type { AccessAudit, Administrator } from '@curfew/access'
import { expect, test } from 'vitest'
import { minutesLater, newId, now } from './acts.ts'
import { forEachStore } from './stores.ts'

function anAdministrator(overrides: Partial<Administrator> = {}): Administrator {
  const id = newId('administrator')
  return {
    id,
    userId: id,
    firstName: 'Grace',
    lastName: 'Hopper',
    role: 'operator',
    disabled: false,
    passwordHash: 'a hash',
    mustChangePassword: false,
    createdAt: now,
    lastLogonAt: null,
    ...overrides,
  }
}

function anAudit(target: string): AccessAudit {
  return {
    id: newId('audit'),
    at: now,
    actor: null,
    act: 'administrator-changed',
    target,
    detail: { role: 'operator' },
  }
}

forEachStore('administrators', (store) => {
  const create = async (overrides: Partial<Administrator> = {}) => {
    const administrator = anAdministrator(overrides)
    expect(await store().createAdministrator(administrator, anAudit(administrator.id))).toBe('created')
    return administrator
  }

  test('an administrator is found by id and by user id, case sensitive', async () => {
    const grace = await create({ userId: 'grace' })

    expect(await store().administratorById(grace.id)).toEqual(grace)
    expect(await store().administratorByUserId('grace')).toEqual(grace)
    expect(await store().administratorByUserId('Grace')).toBeUndefined()
    expect(await store().administratorById('no such id')).toBeUndefined()
  })

  test('a user id is given once', async () => {
    await create({ userId: 'katherine' })

    const taken = await store().createAdministrator(anAdministrator({ userId: 'katherine' }), anAudit(''))
    const otherCase = await store().createAdministrator(anAdministrator({ userId: 'Katherine' }), anAudit(''))

    expect([taken, otherCase]).toEqual(['user-id-taken', 'created'])
  })

  test('administrators are listed by user id', async () => {
    await create({ userId: 'zoe' })
    await create({ userId: 'Zoe' })

    const userIds = (await store().administrators()).map(({ userId }) => userId)

    expect(userIds).toEqual(userIds.toSorted())
    expect(userIds).toContain('Zoe')
  })

  test('changes are applied to what they name', async () => {
    const { id, ...before } = await create()

    const outcome = await store().changeAdministrator(id, { role: 'auditor', mustChangePassword: true }, anAudit(id))
    await store().recordLogon(id, minutesLater(1))

    expect(outcome).toBe('changed')
    expect(await store().administratorById(id)).toEqual({
      ...before,
      id,
      role: 'auditor',
      mustChangePassword: true,
      lastLogonAt: minutesLater(1),
    })
    expect(await store().changeAdministrator('no such id', { disabled: true }, anAudit(''))).toBe('not-found')
  })

  test('one enabled super admin remains, whatever is changed', async () => {
    const first = await create({ role: 'super-admin' })
    const second = await create({ role: 'super-admin' })
    const change = (id: string, changes: Partial<Administrator>) =>
      store().changeAdministrator(id, changes, anAudit(id))

    expect(await change(first.id, { disabled: true })).toBe('changed')
    expect(await change(second.id, { disabled: true })).toBe('last-super-admin')
    expect(await change(second.id, { role: 'operator' })).toBe('last-super-admin')
    expect(await change(second.id, { firstName: 'Annie' })).toBe('changed')
    expect(await change(first.id, { role: 'operator' })).toBe('changed')
    expect(await store().administratorById(second.id)).toMatchObject({
      role: 'super-admin',
      disabled: false,
      firstName: 'Annie',
    })
    await change(first.id, { role: 'super-admin', disabled: false })
    expect(await change(second.id, { disabled: true })).toBe('changed')
  })

  test('failed logons are counted by key, and cleared, and forgotten when they are old', async () => {
    await store().recordFailure(['a', 'b'], minutesLater(1))
    await store().recordFailure(['a'], minutesLater(2))

    const counted = await store().attempts(['a', 'b', 'c'])
    await store().clearFailures(['a'])
    await store().recordFailure(['c'], minutesLater(3))
    await store().forgetFailures(minutesLater(3))

    expect(counted).toEqual(
      new Map([
        ['a', { failures: 2, lastFailureAt: minutesLater(2) }],
        ['b', { failures: 1, lastFailureAt: minutesLater(1) }],
      ]),
    )
    expect(await store().attempts(['a', 'b', 'c'])).toEqual(
      new Map([['c', { failures: 1, lastFailureAt: minutesLater(3) }]]),
    )
  })

  test('the setup token is there until it is taken away', async () => {
    expect(await store().setupTokenHash()).toBeNull()

    await store().saveSetupTokenHash('one')
    await store().saveSetupTokenHash('other')
    const saved = await store().setupTokenHash()
    await store().saveSetupTokenHash(null)

    expect(saved).toBe('other')
    expect(await store().setupTokenHash()).toBeNull()
  })

  test('the installation secret is 32 bytes and stays the same', async () => {
    const secret = await store().installationSecret()

    expect(secret).toHaveLength(32)
    expect(await store().installationSecret()).toEqual(secret)
    expect(new Set(secret).size).toBeGreaterThan(8)
  })

  test('a store that works passes its own check', async () => {
    await expect(store().check()).resolves.toBeUndefined()
  })
})
