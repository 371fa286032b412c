import { type NewNasRequest, type SessionDetail, sessionDetail, sourceView } from '@curfew/contract'
import { type Attribute, attribute } from '@curfew/radius'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type StartedCurfew, startHere } from '../../apps/bff/src/curfew.test-kit.ts'
import { close, logOnProgram, type Program, sessionOf, sessionsOf } from '../journeys/program.ts'
import { freeUdpPort } from '../vpn.ts'
import { aTellingNas, type TellingNas } from './accounting/a-telling-nas.ts'

/** What NASes tell over a real socket, as it shows at the API of a whole Curfew. Each test has NASes of its own. */
const settings = { interimSeconds: 60, missedUntilStale: 2, endAfterSeconds: 600, disconnectPort: null }
let curfew: StartedCurfew
let ada: Program
let port: number
let witness: TellingNas
let addresses = 1

beforeAll(async () => {
  port = await freeUdpPort()
  curfew = await startHere({ CURFEW_RADIUS_ACCOUNTING_PORT: String(port) })
  ada = await logOnProgram({ url: curfew.address })
  witness = (await aNas()).nas
})
// Anew: a test may have moved the time beyond what a session lasts.
beforeEach(async () => void (ada = await logOnProgram({ url: curfew.address })))
afterAll(async () => {
  await witness.close()
  await curfew[Symbol.asyncDispose]()
})
afterEach(() => void vi.useRealTimers())

async function aNas(more: Partial<NewNasRequest['radius']> = {}) {
  addresses += 1
  const address = `127.0.1.${addresses}`
  const secret = `secret of the NAS ${addresses}`
  const radius = { ...settings, networks: [address], secret, ...more }
  const answer = await ada.post('/api/nases', { name: `nas-${addresses}`, radius })
  const source = sourceView.parse(await answer.json())
  return { nas: await aTellingNas(port, address, secret), source, userId: (name: string) => `${name}@${source.name}` }
}

/** For one test. */
async function aNasHere(more?: Partial<NewNasRequest['radius']>) {
  const made = await aNas(more)
  onTestFinished(() => made.nas.close())
  return made
}

const aSession = (acctSessionId: string, userName: string, nasIdentifier = 'vpn'): Attribute[] => [
  attribute('NAS-Identifier', nasIdentifier),
  attribute('Acct-Session-Id', acctSessionId),
  attribute('User-Name', userName),
]
const change = (sourceId: string, body: unknown) =>
  ada.ask(`/api/sources/${sourceId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const of = (userId: string) => `userId=equals:${encodeURIComponent(userId)}`
const detailOf = async (id: string): Promise<SessionDetail> =>
  sessionDetail.parse(await (await ada.ask(`/api/sessions/${id}`)).json())

/** Resolves when all that was sent before has been taken in: it is read in the order in which it came. */
const allIsTakenIn = () => witness.tell('interim', aSession('witness', 'witness'))

test('a Start that is sent again, with the same octets or as a new request, is one row', async () => {
  const { nas, userId } = await aNasHere()
  const grace = aSession('one', userId('grace'))

  const octets = nas.send('start', grace)
  nas.sendAgain(octets)
  await nas.tell('start', grace)
  await nas.tell('interim', grace)

  expect(await sessionsOf(ada, of(userId('grace')))).toHaveLength(1)
})

test('a Start that comes after the Stop stays ended, whether the session was known or not', async () => {
  const { nas, userId } = await aNasHere()
  const [known, unknown] = [aSession('known', userId('grace')), aSession('unknown', userId('grace'))]
  await nas.tell('start', known)

  for (const session of [known, unknown]) {
    await nas.tell('stop', session)
    await nas.tell('start', [...session, attribute('Acct-Delay-Time', 30)])
  }

  expect(await sessionsOf(ada, of(userId('grace')))).toEqual([])
})

test('an Interim-Update after a closure revives nothing: the row is closing and said to be still online, then gone with the Stop', async () => {
  const { nas, userId } = await aNasHere()
  const grace = aSession('one', userId('grace'))
  await nas.tell('start', grace)
  const { id } = await sessionOf(ada, of(userId('grace')))

  await close(ada, { sessionIds: [id] })
  await nas.tell('interim', grace)
  const online = await detailOf(id)
  await nas.tell('stop', grace)
  await nas.tell('interim', grace)
  const over = await detailOf(id)

  expect(online).toMatchObject({ session: { status: 'closing' }, radius: { stillOnlineAt: expect.any(String) } })
  expect(over).toMatchObject({ session: { status: 'closed', closureId: online.session.closureId } })
  expect(await sessionsOf(ada, of(userId('grace')))).toEqual([])
})

test.each(['on', 'off'] as const)('Accounting-%s ends the sessions of that NAS and of no other', async (kind) => {
  const relay = await aNasHere()
  const other = await aNasHere()
  const users = ['one', 'two', 'three'].map((name) => `${name}.${kind}@${relay.source.name}`)
  await relay.nas.tell('start', aSession('1', users[0] ?? '', 'restarting'))
  await relay.nas.tell('start', aSession('1', users[1] ?? '', 'beside-it'))
  await other.nas.tell('start', aSession('1', users[2] ?? '', 'restarting'))
  // Accounting tells whole seconds where it tells the time at all; here it is the time of arrival, and that differs.
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.now())

  await relay.nas.tell(kind, [attribute('NAS-Identifier', 'restarting')])

  const open = async () =>
    (await sessionsOf(ada, `userId=contains:.${kind}@${relay.source.name}&sort=userId`)).map(({ userId }) => userId)
  await expect.poll(open).toEqual([users[2], users[1]])
})

test('while a secret is changed the one before it is taken for a day, then only the new one, and a third never', async () => {
  const { nas, source, userId } = await aNasHere()
  const former = nas.secret

  expect((await change(source.id, { radius: { secret: 'the new secret of the NAS' } })).status).toBe(200)
  await nas.tell('start', aSession('before', userId('before')))
  nas.secret = 'the new secret of the NAS'
  await nas.tell('start', aSession('after', userId('after')))
  nas.secret = 'neither of the secrets'
  const answered = nas.answered
  nas.send('start', aSession('wrong', userId('wrong')))
  await allIsTakenIn()
  const told = await Promise.all(['before', 'after', 'wrong'].map((name) => sessionsOf(ada, of(userId(name)))))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 + 60_000 })
  nas.secret = former
  nas.send('start', aSession('late', userId('late')))
  await allIsTakenIn()

  expect(told.map(({ length }) => length)).toEqual([1, 1, 0])
  expect(nas.answered).toBe(answered)
  expect(await sessionsOf(await logOnProgram({ url: curfew.address }), of(userId('late')))).toEqual([])
})

test('a NAS that is disabled is not answered and tells nothing, until it is enabled again', async () => {
  const { nas, source, userId } = await aNasHere()
  await nas.tell('start', aSession('before', userId('before')))

  await change(source.id, { disabled: true })
  const answered = nas.answered
  nas.send('stop', aSession('before', userId('before')))
  nas.send('start', aSession('during', userId('during')))
  await allIsTakenIn()
  const whileDisabled = [nas.answered, await sessionsOf(ada, of(userId('during')))]
  await change(source.id, { disabled: false })
  await nas.tell('start', aSession('after', userId('after')))

  expect(whileDisabled).toEqual([answered, []])
  expect(await sessionsOf(ada, of(userId('after')))).toHaveLength(1)
})

test('a session that its NAS is silent about is stale after the Interim-Updates that it may miss, and ended after its limit', async () => {
  const { nas, userId } = await aNasHere()
  const [silent, spoken] = [userId('silent'), userId('spoken')]
  await nas.tell('start', aSession('silent', silent))
  await nas.tell('start', aSession('spoken', spoken))
  const beganMs = Date.now()
  const isStale = async (user: string) => {
    const { staleAt } = await sessionOf(ada, of(user))
    return staleAt !== null && Date.parse(staleAt) < Date.now()
  }
  const fresh = await isStale(silent)

  vi.useFakeTimers({ toFake: ['Date'], now: beganMs + 121_000 })
  await nas.tell('interim', aSession('spoken', spoken))
  const [stale, heard] = [await isStale(silent), await isStale(spoken)]
  const { id } = await sessionOf(ada, of(silent))
  vi.setSystemTime(beganMs + 601_000)

  await expect.poll(() => sessionsOf(ada, of(silent))).toEqual([])
  expect([fresh, stale, heard]).toEqual([false, true, false])
  expect(await sessionsOf(ada, of(spoken))).toHaveLength(1)
  expect((await detailOf(id)).radius?.end?.by).not.toBe('stop')
})

test.each([
  ['/a+b=c:d@e/..', 'grace/+=:hopper'],
  ['%2F?#&"\\', "o'hara & söhne;=1+1"],
  ['=cmd|0', '=HYPERLINK("http://x","y"), 日本'],
  ['Ωμέγα-é\u0301', 'Zoë 🚪 Müller\u200f'],
])('the id %s and the user %s survive search, detail and export', async (acctSessionId, name) => {
  const { nas, userId } = await aNasHere()
  const user = userId(name)

  await nas.tell('start', aSession(acctSessionId, user))
  const session = await sessionOf(ada, of(user))
  const detail = await detailOf(session.id)
  const csv = await (await ada.ask(`/api/sessions/export?${of(user)}`)).text()

  expect(session.userId).toBe(user)
  expect(detail.radius?.acctSessionId).toBe(acctSessionId)
  const asCell = (/^[=+\-@]/.test(user) ? `'${user}` : user).replaceAll('"', '""')
  expect(csv).toContain(/[",]/.test(user) ? `"${asCell}"` : asCell)
  expect(csv).toMatch(/# complete: 1 rows?\r\n$/)
})

test('a flood of one NAS keeps no other from being heard', async () => {
  const flooding = await aNasHere()
  const quiet = await aNasHere()
  let flooded = 0
  const calm = new AbortController()
  const flood = async () => {
    while (!calm.signal.aborted && flooded < 20_000) {
      for (let burst = 0; burst < 50; burst += 1) {
        flooded += 1
        flooding.nas.send('interim', aSession(`flood ${flooded % 50}`, flooding.userId('flood')))
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const flooder = flood()
  for (const id of ['one', 'two', 'three']) await quiet.nas.tell('start', aSession(id, quiet.userId('quiet')))
  const whenHeard = flooded
  calm.abort()
  await flooder

  expect(await sessionsOf(ada, of(quiet.userId('quiet')))).toHaveLength(3)
  expect(whenHeard).toBeLessThan(20_000)
})
