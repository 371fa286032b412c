import { type Problem, problems } from '@curfew/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exit } from './departure.ts'
import { explain } from './explain.ts'
import { ProblemError, UnreachableError } from './problem-error.ts'
import { addressOf, request } from './request.ts'

const asked: Request[] = []
const answer = (response: Response | Error) =>
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(new Request(new URL(path, location.origin), init))
    if (response instanceof Error) throw response
    return response
  })
const aProblem = (code: Problem['code'], extra: Partial<Problem> = {}) =>
  Response.json(
    { ...problems[code], type: `/problems/${code}`, code, detail: 'What happened.', requestId: 'r1', ...extra },
    { status: problems[code].status },
  )
const refused = (asking: Promise<unknown>) =>
  asking.then(
    () => expect.fail('it was not refused'),
    (error: Error) => error,
  )

let shown: ReturnType<typeof vi.spyOn>
beforeEach(() => {
  shown = vi.spyOn(exit, 'showLogonPage').mockImplementation(() => {})
})
afterEach(() => {
  asked.length = 0
  exit.isTaken = false
})

test('an answer is read in the shape that the contract gives it', async () => {
  answer(Response.json({ items: [], nextCursor: null, more: 'than is known' }))

  const page = await request('listClosures', { query: [['limit', '50']] })

  expect(page).toEqual({ items: [], nextCursor: null })
  expect(asked[0]?.url).toBe('http://localhost:3000/api/closures?limit=50')
})

test('what is asked with goes out as JSON, and what stands in the path is escaped', async () => {
  answer(new Response(null, { status: 204 }))
  const receipt = 'a-receipt-of-at-least-twenty-characters'

  const nothing = await request('reportEnded', { body: { receipt, step: 'told' }, keepalive: true })

  expect(nothing).toBeNull()
  expect(await asked[0]?.json()).toEqual({ receipt, step: 'told' })
  expect(addressOf('readClosure', { path: { id: '../me?x' } })).toBe('/api/closures/..%2Fme%3Fx')
})

test('a refusal is thrown with the server’s problem', async () => {
  answer(aProblem('not-found'))

  const error = await refused(request('readClosure', { path: { id: 'c1' } }))

  expect(error).toBeInstanceOf(ProblemError)
  expect(error).toMatchObject({ problem: { code: 'not-found', requestId: 'r1' } })
  expect(shown).not.toHaveBeenCalled()
})

test('no answer, a cut one, one of a proxy and one of another shape are all told from a refusal', async () => {
  const answers = [
    new TypeError('Failed to fetch'),
    new Response('{"items": [', { status: 200 }),
    new Response('<h1>Bad Gateway</h1>', { status: 502 }),
    Response.json({ items: 'none' }),
  ]
  for (const given of answers) {
    answer(given)

    expect(await refused(request('listClosures', {}))).toBeInstanceOf(UnreachableError)
  }
})

test('an answer that the session is over leaves for the logon page, once, with the farewell and the way back', async () => {
  history.replaceState(null, '', '/closures/c1?status=refused')
  const farewell = {
    ending: 'closure',
    at: '2026-05-04T14:05:00.123Z',
    byYourself: false,
    messageToUser: null,
  } as const
  answer(aProblem('session-closed', { farewell, command: { name: 'Export sessions', effect: 'none' } }))

  await refused(request('me', {}))
  answer(aProblem('not-logged-on'))
  await refused(request('me', {}))

  expect(shown).toHaveBeenCalledExactlyOnceWith({
    curfewDeparture: expect.objectContaining({
      why: 'closed',
      farewell,
      command: { name: 'Export sessions', effect: 'none' },
      receipt: null,
      returnTo: '/closures/c1?status=refused',
    }),
  })
})

test('on the logon page an answer that nobody is logged on is an answer like any other', async () => {
  answer(aProblem('not-logged-on'))

  const error = await refused(request('me', { isAnonymous: true }))

  expect(error).toBeInstanceOf(ProblemError)
  expect(shown).not.toHaveBeenCalled()
})

test('errors are said with what happened, whether anything changed, and what to do', async () => {
  const detail = { path: 'userId', message: 'give 1 to 128 characters' }
  answer(aProblem('invalid-request', { errors: [detail] }))
  const refusal = await refused(request('listClosures', {}))
  answer(aProblem('too-many-attempts', { retryAfterSeconds: 300 }))
  const wait = await refused(request('listClosures', {}))
  const silence = new UnreachableError('cut')

  expect(explain(refusal, 'change')).toBe(
    'Curfew could not read this request. Nothing was changed. userId: give 1 to 128 characters',
  )
  expect(explain(wait, 'change')).toBe('There were too many attempts. Nothing was done. Try again in 5 minutes.')
  expect(explain(silence, 'read')).toBe('Curfew cannot be reached. Nothing was changed.')
  expect(explain(silence, 'change')).toMatch(/^There was no answer, so it is not known whether it was done\./)
})
