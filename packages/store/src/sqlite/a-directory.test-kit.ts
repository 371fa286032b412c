import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqliteStore, type SqliteStoreOptions } from './open.ts'
import type { Acts } from './serve.ts'

/** A data directory that is gone after the test. */
export async function aDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'curfew-store-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  return join(parent, 'data')
}

/** A store that is closed after the test, at the latest. */
export async function aStore<More extends Acts = Record<string, never>>(options: SqliteStoreOptions) {
  const store = await openSqliteStore<More>({ readOnlyWorkers: 1, ...options })
  onTestFinished(() => store.close())
  return store
}
