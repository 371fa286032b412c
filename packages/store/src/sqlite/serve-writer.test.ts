import { allListed } from '@curfew/registry'
import { aNewSession, aSource } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aDirectory, aStore } from './a-directory.test-kit.ts'
import type { MoreActs } from './a-writer.test-kit.ts'

const writer = new URL('./a-writer.test-kit.ts', import.meta.url)
const audit = (id: string) => ({ id, at: new Date(), actor: null, act: 'source-created', target: 'nas', detail: {} })

async function aDecidingStore() {
  const store = await aStore<MoreActs>({ directory: await aDirectory(), writer })
  const begin = (handle: string, fails = false) => store.inWriter('begin', handle, fails)
  const count = () => store.count({ scope: allListed, filters: [], now: aNewSession().loggedOnAt })
  return { store, begin, count }
}

test('what is asked for at once is decided one after the other, each upon what those before it have written', async () => {
  const { begin, count } = await aDecidingStore()

  const known = await Promise.all(['a', 'a', 'b', 'a'].map((handle) => begin(handle)))

  expect(known).toEqual([false, true, false, true])
  expect(await count()).toBe(2)
})

test('one that throws has changed nothing, and takes nothing from those that share its transaction', async () => {
  const { begin, count } = await aDecidingStore()

  const outcomes = await Promise.allSettled([begin('a', true), begin('a'), begin('b')])

  expect(outcomes).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ message: 'It thinks better of it' }) },
    { status: 'fulfilled', value: false },
    { status: 'fulfilled', value: false },
  ])
  expect(await count()).toBe(2)
})

test('a source is as it was written last, also when it was changed a moment ago', async () => {
  const { store } = await aDecidingStore()
  const nameOf = () => store.inWriter('nameOf', 'nas')
  const created = store.createSource(aSource({ id: 'nas', name: 'VPN' }), audit('created'))
  const [before, changed] = [nameOf(), store.changeSource('nas', { name: 'Gateway' }, audit('changed'))]

  expect([await before, await nameOf()]).toEqual(['VPN', 'Gateway'])
  await Promise.all([created, changed])
})
