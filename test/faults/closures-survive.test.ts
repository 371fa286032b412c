import { type ClosureView, closurePage, closureView, type LogoffEvent, planView } from '@curfew/contract'
import { chanceFrom } from '@curfew/registry/cast'
import { expect, test, vi } from 'vitest'
import { type Program, programWith } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { type Seeded, type SeededSession, seedSessions } from './seeded-sessions.ts'
import { type HeldStream, holdStream, report } from './told-browser.ts'

const rounds = 20
const sessionsEach = 5
/** Of them so many hold a stream while they are closed. */
const watching = 3
const aLongWhile = { timeout: 60_000, interval: 50 }

test('what was answered holds and what was not is whole, wherever the process is killed, and everyone is told', async () => {
  let seeded: Seeded | undefined
  await using product = await startProduct({
    prepare: async (dataDir) => {
      seeded = await seedSessions(dataDir, rounds * sessionsEach)
    },
  })
  if (seeded === undefined) throw new Error('Nothing was prepared')
  const random = chanceFrom(20)

  for (let round = 0; round < rounds; round += 1) {
    const victims = seeded.browsers.slice(round * sessionsEach, (round + 1) * sessionsEach)
    const program = programWith(product.url, seeded.token)
    const streams = await Promise.all(victims.slice(0, watching).map(({ cookie }) => holdStream(product.url, cookie)))
    const planId = await plan(program, victims)

    // Even rounds die between OK and delivery, odd ones anywhere around the order itself.
    const ordered = order(program, planId)
    const answered = round % 2 === 0 ? await ordered : null
    await chanceToGoOn(random() * (round % 2 === 0 ? 12 : 25))
    await product.crash()
    const closure = answered ?? (await ordered)
    await product.restart()

    if (closure === null) {
      await nothingIsClosing(product, seeded)
      const refusals = await Promise.all(victims.map(({ cookie }) => isRefused(product, cookie)))
      expect(new Set(refusals).size, `round ${round}: all of them or none`).toBe(1)
    }
    // Ordering it again is safe, and answers with the same closure if there is one.
    const again = await order(programWith(product.url, seeded.token), planId)
    if (closure !== null) expect(again?.id, `round ${round}: it was answered`).toBe(closure.id)
    await everyoneIsTold(product, victims, streams)
    await vi.waitFor(async () => expect(await read(product, seeded, again)).toMatchObject(allVerified), aLongWhile)
    const refusals = await Promise.all(victims.map(({ cookie }) => isRefused(product, cookie)))
    expect(refusals).toEqual(victims.map(() => true))
  }
})

const allVerified = { state: 'done', deliveries: { total: sessionsEach, verified: sessionsEach } }

async function plan(program: Program, sessions: readonly SeededSession[]): Promise<string> {
  const answer = await program.post('/api/plans', { sessionIds: sessions.map(({ id }) => id) })
  return planView.parse(await answer.json()).id
}

/** The closure that was answered; null when the process died first. */
async function order(program: Program, planId: string): Promise<ClosureView | null> {
  try {
    const answer = await program.post('/api/closures', { planId, reason: 'to see what a crash does' })
    return closureView.parse(await answer.json())
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** Where in its work the process is hit is up to this, to the machine and to chance. */
const chanceToGoOn = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function read(product: Product, seeded: Seeded | undefined, closure: ClosureView | null): Promise<unknown> {
  return (await programWith(product.url, seeded?.token ?? '').ask(`/api/closures/${closure?.id}`)).json()
}

/** The start resumes what was stored before the crash. */
async function nothingIsClosing(product: Product, { token }: Seeded): Promise<void> {
  await vi.waitFor(async () => {
    const { items } = closurePage.parse(await (await programWith(product.url, token).ask('/api/closures')).json())
    expect(items.map(({ state }) => state)).not.toContain('closing')
  }, aLongWhile)
}

async function isRefused(product: Product, cookie: string): Promise<boolean> {
  const response = await fetch(`${product.url}/api/me`, { headers: { cookie } })
  await response.text()
  return response.status === 401
}

/** Those that were told before the crash answer with the receipt that they got then; the others come back for theirs. */
async function everyoneIsTold(product: Product, victims: readonly SeededSession[], streams: readonly HeldStream[]) {
  await Promise.all(
    victims.map(async ({ cookie }, index) => {
      const before = await streams[index]?.ended
      await report(product.url, before ?? (await comeBack(product, cookie)))
    }),
  )
}

async function comeBack(product: Product, cookie: string): Promise<LogoffEvent> {
  const stream = await holdStream(product.url, cookie)
  const logoff = await stream.ended
  if (logoff === null) throw new Error('A closed session came back for its stream and was not told')
  return logoff
}
