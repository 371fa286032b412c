import { allListed } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { createMemoryStore, type Persistence } from './index.ts'

const now = new Date('2026-03-02T09:15:00.000Z')

/** What a page's session storage is. */
function aStorage(text: string | null = null): Persistence & { saves: () => number } {
  let kept = text
  let saves = 0
  return {
    load: () => kept,
    save(takeSnapshot) {
      kept = takeSnapshot()
      saves += 1
    },
    saves: () => saves,
  }
}

test('a store goes on where the one before the reload was', async () => {
  const storage = aStorage()
  const before = createMemoryStore({ persist: storage })
  const session = aNewSession({ credentialHash: 'hash' })
  await before.register([session])
  await before.setCommand(session.id, { name: 'Export', startedAt: now })
  const secret = await before.installationSecret()

  const after = createMemoryStore({ persist: storage })

  expect(await after.sessionByCredential('hash')).toEqual(await before.sessionById(session.id))
  expect((await after.sessionById(session.id))?.command?.startedAt).toEqual(now)
  expect(await after.count({ scope: allListed, filters: [], now })).toBe(1)
  expect(await after.installationSecret()).toEqual(secret)
})

test('reading saves nothing', async () => {
  const storage = aStorage()
  const store = createMemoryStore({ persist: storage })

  await store.count({ scope: allListed, filters: [], now })
  await store.sessionById('any')

  expect(storage.saves()).toBe(0)
})

test('what another version has kept is passed over', async () => {
  const store = createMemoryStore({ persist: aStorage('{"sessions":[]}') })

  expect(await store.count({ scope: allListed, filters: [], now })).toBe(0)
})
