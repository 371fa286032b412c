import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdministratorStore } from '@curfew/access'
import type { RegistryStore } from '@curfew/registry'
import { openSqliteStore } from '@curfew/store'
import { createMemoryStore } from '@curfew/store/memory'
import { afterAll, beforeAll, beforeEach, describe, vi } from 'vitest'

// Threads are started here, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

export type TestedStore = RegistryStore & AdministratorStore

type Kind = { readonly name: string; readonly open: () => Promise<{ store: TestedStore; close: () => Promise<void> }> }

/** Every store there is. What a test says of one of them, it says of all. */
const kinds: readonly Kind[] = [
  {
    name: 'memory',
    async open() {
      const store = createMemoryStore()
      return { store, close: () => store.close() }
    },
  },
  {
    name: 'sqlite',
    async open() {
      const directory = await mkdtemp(join(tmpdir(), 'curfew-store-'))
      // Three are few: a handful of sessions takes every way of searching that a million would.
      const store = await openSqliteStore({ directory, readOnlyWorkers: 1, fewSessions: 3 })
      const close = async () => {
        await store.close()
        await rm(directory, { recursive: true })
      }
      return { store, close }
    },
  },
]

/** Run the same tests against every store. One store serves a file, and is emptied of sessions before each test. */
export function forEachStore(title: string, tests: (store: () => TestedStore) => void) {
  describe.each(kinds)(`${title} ($name)`, ({ open }) => {
    let opened: Awaited<ReturnType<Kind['open']>> | undefined
    const store = () => {
      if (!opened) throw new Error('The store is not open yet')
      return opened.store
    }

    beforeAll(async () => {
      opened = await open()
    })
    beforeEach(() => forgetSessions(store()))
    afterAll(() => opened?.close())

    tests(store)
  })
}

const endOfTime = new Date('2999-01-01T00:00:00.000Z')

/** End and forget all sessions, listed or not, and with them their deliveries and plans. */
export async function forgetSessions(store: TestedStore): Promise<void> {
  for (;;) {
    const open = await store.expiredSessions(endOfTime, 1_000)
    if (open.length === 0) break
    await store.endSessions({
      ending: 'source',
      at: new Date('2001-01-01T00:00:00.000Z'),
      closureId: null,
      sessions: open.map(({ id }) => ({ sessionId: id, status: 'closed', deliveries: [] })),
      audit: [],
    })
  }
  while ((await store.forgetEnded(endOfTime, 1_000)) > 0);
}
