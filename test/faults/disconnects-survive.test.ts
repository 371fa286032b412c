import { chanceFrom } from '@curfew/registry/cast'
import { expect, onTestFinished, test } from 'vitest'
import { close, logOnProgram, type Program, programWith, sessionsOf } from '../journeys/program.ts'
import { firstAdministrator, startProduct } from '../product.ts'
import { freeUdpPort, startNas } from '../vpn.ts'

const usersEach = 250
const crashes = 4
const aLongWhile = { timeout: 90_000, interval: 250 }

test('of 500 disconnects none is lost and none needs a human, wherever the process is killed', async () => {
  const accountingPort = await freeUdpPort()
  await using product = await startProduct({ env: { CURFEW_RADIUS_ACCOUNTING_PORT: String(accountingPort) } })
  const ada = await logOnProgram(product)
  // One takes its time over each answer, so that the kills fall among them. The other says nothing until the last start.
  const slow = await startNas(ada, accountingPort, {
    identifier: 'vpn-slow',
    address: '127.0.0.1',
    knobs: { behaviour: 'late', lateSeconds: 1 },
  })
  const mute = await startNas(ada, accountingPort, {
    identifier: 'vpn-mute',
    address: '127.0.0.2',
    knobs: { behaviour: 'mute' },
  })
  onTestFinished(async () => void (await Promise.all([slow.close(), mute.close()])))
  for (let number = 0; number < usersEach; number += 1)
    for (const nas of [slow, mute]) nas.logOn(`${nas.identifier}.${number}`)
  await expect.poll(() => countOf(ada, 'kind=radius'), aLongWhile).toBe(2 * usersEach)
  const chance = chanceFrom(4)

  const { password } = firstAdministrator
  const closure = await close(ada, { matching: { kind: 'radius' }, except: [] }, { password })
  expect(closure.closed).toBe(2 * usersEach)
  for (let crash = 0; crash < crashes; crash += 1) {
    await new Promise((resolve) => setTimeout(resolve, crash === 0 ? chance() * 50 : 500 + chance() * 1_500))
    await product.crash()
    if (crash === crashes - 1) mute.knobs = { ...mute.knobs, behaviour: 'ends' }
    await product.restart()
  }
  const survivor = programWith(product.url, ada.token)

  await expect
    .poll(async () => (await survivor.ask(`/api/closures/${closure.id}`)).json(), aLongWhile)
    .toMatchObject({ state: 'done', deliveries: { total: 2 * usersEach, verified: 2 * usersEach } })
  expect([slow.sessions.size, mute.sessions.size]).toEqual([0, 0])
  // Everybody was there when the process was killed for the first time.
  expect(slow.requests.length).toBeGreaterThanOrEqual(usersEach)
  await expect.poll(() => slow.unanswered + mute.unanswered, aLongWhile).toBe(0)
  expect(await countOf(survivor, 'kind=radius')).toBe(0)
})

async function countOf(program: Program, query: string): Promise<number> {
  return (await sessionsOf(program, query)).length
}
