import { expect, onTestFinished, test, vi } from 'vitest'
import type { Failing } from './a-worker.test-kit.ts'
import { startWorker } from './worker.ts'

// Threads and processes are started here, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const file = new URL('./a-worker.test-kit.ts', import.meta.url)

async function aWorker() {
  const worker = await startWorker<Failing>(file, 'works')
  onTestFinished(() => worker.close())
  return worker
}

test('answers come to those who asked, errors with their codes', async () => {
  const worker = await aWorker()

  const asked = await Promise.allSettled([worker.ask('double', 21), worker.ask('refuse'), worker.ask('double', 4)])

  expect(asked).toEqual([
    { status: 'fulfilled', value: 42 },
    { status: 'rejected', reason: expect.objectContaining({ code: 'invalid-request', message: 'Refused' }) },
    { status: 'fulfilled', value: 8 },
  ])
})

test('acts run in a thread of their own', async () => {
  const worker = await aWorker()

  expect(await worker.ask('threadId')).not.toBe(0)
})

test('a worker that dies leaves nobody waiting', async () => {
  const worker = await aWorker()

  const asked = await Promise.allSettled([worker.ask('die'), worker.ask('double', 1)])
  const later = worker.ask('double', 1)

  for (const outcome of asked)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable' } })
  await expect(later).rejects.toMatchObject({ code: 'store-unavailable' })
})

test('a worker that is closed does what it was asked before, and nothing after', async () => {
  const worker = await aWorker()

  const asked = worker.ask('double', 3)
  await worker.close()

  expect(await asked).toBe(6)
  await expect(worker.ask('double', 3)).rejects.toMatchObject({ code: 'store-unavailable' })
  await expect(worker.close()).resolves.toBeUndefined()
})

test('a worker that cannot start says why', async () => {
  await expect(startWorker<Failing>(file, 'fails')).rejects.toMatchObject({
    code: 'store-unavailable',
    message: 'It does not start',
  })
})
