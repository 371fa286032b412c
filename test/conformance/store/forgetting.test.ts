import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aNewDelivery, aPlan, end, minutesLater, now, searchFor } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('forgetting', (store) => {
  test('what ended before is forgotten with its deliveries, oldest first and no more than asked', async () => {
    const sessions = [aNewSession({ credentialHash: 'first' }), aNewSession(), aNewSession(), aNewSession()]
    const [first = '', second = '', late = '', open = ''] = sessions.map(({ id }) => id)
    await store().register(sessions)
    await end(store(), [second], { at: minutesLater(2) })
    await end(store(), [first], { at: minutesLater(1), deliveries: () => [aNewDelivery({ id: 'its delivery' })] })
    await end(store(), [late], { at: minutesLater(3) })

    expect(await store().forgetEnded(minutesLater(3), 1)).toBe(1)
    expect(await store().sessionById(first)).toBeUndefined()
    expect(await store().sessionByCredential('first')).toBeUndefined()
    expect(await store().deliveryById('its delivery')).toBeUndefined()
    expect(await store().sessionById(second)).toBeDefined()

    expect(await store().forgetEnded(minutesLater(3), 10)).toBe(1)
    expect(await store().sessionById(second)).toBeUndefined()
    expect(await store().sessionById(late)).toBeDefined()
    expect(await store().sessionById(open)).toBeDefined()
    expect(await store().forgetEnded(minutesLater(3), 10)).toBe(0)
  })

  test('plans that expired before are forgotten', async () => {
    const plan = await store().createPlan(aPlan({ filters: [], except: [] }))

    await store().forgetEnded(plan.expiresAt, 10)
    expect(await store().planById(plan.id)).toBeDefined()
    await store().forgetEnded(minutesLater(1, plan.expiresAt), 10)

    expect(await store().planById(plan.id)).toBeUndefined()
  })

  test('a value that was forgotten with its last session is found again with the next one', async () => {
    const find = () => store().count(searchFor([{ field: 'lastName', operator: 'contains', value: 'elac' }]))
    const session = aNewSession({ lastName: 'Delacroix' })
    await store().register([session])
    const before = await find()
    await end(store(), [session.id])
    await store().forgetEnded(minutesLater(1), 10)
    const without = await find()

    await store().register([aNewSession({ lastName: 'Delacroix' })])

    expect([before, without, await find()]).toEqual([1, 0, 1])
  })

  test('a value stays findable while another session has it', async () => {
    const sessions = [aNewSession({ lastName: 'Delacroix' }), aNewSession({ lastName: 'Delacroix' })]
    await store().register(sessions)
    await end(store(), [sessions[0]?.id ?? ''])

    await store().forgetEnded(minutesLater(1), 10)

    expect(await store().count(searchFor([{ field: 'lastName', operator: 'contains', value: 'croix' }], now))).toBe(1)
  })
})
