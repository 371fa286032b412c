import { expect, test } from 'vitest'
import { createLog, noteFault } from './log.ts'

function aLog(level: Parameters<typeof createLog>[0] = 'info') {
  const lines: Record<string, unknown>[] = []
  const log = createLog(level, { write: (text) => void lines.push(JSON.parse(text)) })
  return { log, lines }
}

const request = {
  event: 'request',
  requestId: 'r1',
  method: 'POST',
  route: '/api/logon',
  status: 401,
  code: 'wrong-credentials',
  durationMs: 12.345,
  clientAddress: '192.0.2.7',
  sessionId: null,
} as const

test('a line has the fields of its kind, the time and the level, and nothing of the machine', () => {
  const { log, lines } = aLog()

  log(request)

  expect(Object.keys(lines[0] ?? {}).toSorted()).toEqual([...Object.keys(request), 'level', 'time'].toSorted())
  expect(lines[0]).toMatchObject({ level: 'info', status: 401, durationMs: 12.3 })
  expect(String(lines[0]?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

test('what somebody hangs on a line besides its fields is not written', () => {
  const { log, lines } = aLog()
  const careless = { ...request, password: 'canary-5f1d', headers: { cookie: 'canary-77aa' } }

  log(careless)

  expect(JSON.stringify(lines)).not.toContain('canary')
})

test('faults are errors, failed answers are warnings, and a level leaves out what is below it', () => {
  const { log, lines } = aLog('warn')

  log(request)
  log({ ...request, status: 503, code: 'store-unavailable' })
  log({ event: 'fault', requestId: 'r2', name: 'TypeError', message: 'x', stack: 'y' })

  expect(lines.map(({ level, event }) => [level, event])).toEqual([
    ['warn', 'request'],
    ['error', 'fault'],
  ])
})

test('work that nobody waits for leaves a line when it fails', () => {
  const { log, lines } = aLog()

  noteFault(log, 'sweep')(new RangeError('no room'))
  noteFault(log, 'sweep')('thrown text')

  expect(lines).toMatchObject([
    { event: 'background-fault', work: 'sweep', name: 'RangeError', message: 'no room' },
    { event: 'background-fault', name: 'Error', message: 'thrown text' },
  ])
})
