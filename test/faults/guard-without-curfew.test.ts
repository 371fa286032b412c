import { type ClosureView, closureView, sourceKey } from '@curfew/contract'
import { createGuard, type Guard } from '@curfew/guard'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { close, logOnProgram, type Program, programWith } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { type FlakyWire, startFlakyWire } from './flaky-wire.ts'

/** One guard in an application, the real Curfew, and what lies between them. */
const leaseMs = 1_000
const aLongWhile = { timeout: 60_000, interval: 20 }
let product: Product
let ada: Program
let wire: FlakyWire
let key: string

beforeAll(async () => {
  product = await startProduct()
  ada = await logOnProgram(product)
  const answer = await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'], leaseMs })
  key = sourceKey.parse(await answer.json()).key
  wire = await startFlakyWire(product.url)
})
afterAll(async () => {
  await wire.close()
  await product.remove()
})

/** A guard that knows two open sessions: one that will be closed, one that stays. */
async function aGuard(name: string) {
  const guard = createGuard({ url: wire.url, key, waitMs: 100, warn: () => {} })
  onTestFinished(async () => {
    wire.mend()
    await guard.close()
  })
  const register = async (handle: string) =>
    (await guard.register({ handle, kind: 'self-service-console', userId: handle })).sessionId
  const closes = await register(`closes ${name}`)
  await register(`stays ${name}`)
  const ask = (handle: string) => outcome(guard, `${handle} ${name}`)
  await expect.poll(() => Promise.all([ask('closes'), ask('stays')]), aLongWhile).toEqual(['accepted', 'accepted'])
  return { ask, closes }
}

async function outcome(guard: Guard, handle: string): Promise<string> {
  const decision = await guard.decide(handle)
  return decision.accepted ? 'accepted' : decision.why
}

const read = async (program: Program, { id }: ClosureView) =>
  closureView.parse(await (await program.ask(`/api/closures/${id}`)).json())

test.each([
  ['dead', () => wire.cut()],
  ['black-holed', () => wire.swallow()],
  ['slower than a lease', () => wire.delay(2 * leaseMs)],
])(
  'while Curfew is %s the guard lets nobody in once it is refused everywhere; then it knows again',
  async (how, fail) => {
    const { ask, closes } = await aGuard(how)
    fail()

    const closure = await close(ada, { sessionIds: [closes] })
    await expect.poll(async () => (await read(ada, closure)).refusedEverywhereAt, aLongWhile).not.toBe(null)
    const closed = await ask('closes')
    await expect.poll(() => ask('stays'), aLongWhile).toBe('cannot-know')
    const meanwhile = await Promise.all([ask('closes'), ask('stays')])
    wire.mend()

    expect(closed).not.toBe('accepted')
    expect(meanwhile).toEqual([expect.not.stringMatching('accepted'), 'cannot-know'])
    await expect.poll(() => Promise.all([ask('closes'), ask('stays')]), aLongWhile).toEqual(['closed', 'accepted'])
  },
)

test('when Curfew is slow and still faster than a lease nobody is kept out, and who is closed is', async () => {
  const { ask, closes } = await aGuard('slow')
  wire.delay(50)

  await expect.poll(() => ask('stays'), aLongWhile).toBe('accepted')
  const closure = await close(ada, { sessionIds: [closes] })
  await expect.poll(async () => (await read(ada, closure)).refusedEverywhereAt, aLongWhile).not.toBe(null)

  expect(await ask('closes')).not.toBe('accepted')
  await expect.poll(() => Promise.all([ask('closes'), ask('stays')]), aLongWhile).toEqual(['closed', 'accepted'])
})

test('when Curfew is killed and restarted nobody is let in on what was granted before, and a closure right after it holds', async () => {
  const { ask, closes } = await aGuard('restart')

  await product.crash()
  await expect
    .poll(() => Promise.all([ask('closes'), ask('stays')]), aLongWhile)
    .toEqual(['cannot-know', 'cannot-know'])
  await product.restart()
  const survivor = programWith(product.url, ada.token)
  const closure = await close(survivor, { sessionIds: [closes] })
  await expect.poll(async () => (await read(survivor, closure)).refusedEverywhereAt, aLongWhile).not.toBe(null)

  expect(await ask('closes')).not.toBe('accepted')
  await expect.poll(() => Promise.all([ask('closes'), ask('stays')]), aLongWhile).toEqual(['closed', 'accepted'])
})
