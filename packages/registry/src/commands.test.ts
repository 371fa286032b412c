import type { Farewell } from '@curfew/contract'
import { expect, test } from 'vitest'
import { ATime } from './a-registry.test-kit.ts'
import { aSession } from './cast/index.ts'
import { createCommands } from './commands.ts'
import type { Change, RunningCommand } from './ports.ts'
import type { Command } from './session.ts'

const farewell: Farewell = { ending: 'closure', at: '2026-03-02T09:00:00.000Z', byYourself: false, messageToUser: null }

function someCommands() {
  const time = new ATime()
  const shown: [string, Command | null][] = []
  const changes: Change[] = []
  const commands = createCommands({
    clock: time.clock,
    setTimer: time.setTimer,
    setCommand: async (sessionId, command) => {
      shown.push([sessionId, command])
    },
    changes: { announce: (change) => changes.push(change) },
  })
  return { time, shown, changes, commands }
}

/** Work that a test ends by hand. */
function someWork<Result>(result: Result) {
  let finish = () => {}
  let fail = (_error: Error) => {}
  let command: RunningCommand | undefined
  return {
    work: (running: RunningCommand) => {
      command = running
      return new Promise<Result>((resolve, reject) => {
        finish = () => resolve(result)
        fail = reject
      })
    },
    finish: () => finish(),
    fail: (error: Error) => fail(error),
    get command() {
      if (!command) throw new Error('It has not begun.')
      return command
    },
  }
}

test('a command gives the result of its work, and its failure', async () => {
  const { commands } = someCommands()

  expect(await commands.run(aSession(), 'Export', async () => 'rows')).toBe('rows')
  const failing = commands.run(aSession(), 'Export', () => Promise.reject(new Error('Broken.')))
  await expect(failing).rejects.toThrow('Broken.')
})

test('a command that has run for half a second is shown in the grid until it is over', async () => {
  const { commands, time, shown, changes } = someCommands()
  const session = aSession()
  const { work, finish } = someWork('rows')
  const startedAt = time.clock()
  const running = commands.run(session, 'Export', work)

  time.advance(499)
  expect(shown).toEqual([])
  time.advance(1)
  expect(shown).toEqual([[session.id, { name: 'Export', startedAt }]])
  finish()
  await running
  await expect.poll(() => shown.at(-1), { interval: 1 }).toEqual([session.id, null])
  expect(changes).toContainEqual({ changed: [session.id] })
})

test('a command that is over sooner is never shown', async () => {
  const { commands, time, shown } = someCommands()

  await commands.run(aSession(), 'Export', async () => {})
  time.advance(1_000)

  expect(shown).toEqual([])
})

test('the command of a session that is not listed is announced to nobody', async () => {
  const { commands, time, changes } = someCommands()
  const { work, finish } = someWork('done')
  const running = commands.run(aSession({ kind: 'authentication-agent' }), 'Export', work)
  time.advance(500)
  finish()
  await running

  expect(changes).toEqual([])
})

test('closing the session fires the signal, and the user learns that nothing was done', async () => {
  const { commands } = someCommands()
  const session = aSession()
  const running = commands.run(session, 'Export sessions', ({ signal }) => untilAborted(signal))

  commands.abort([session.id], farewell)

  await expect(running).rejects.toMatchObject({
    code: 'session-closed',
    message: expect.stringContaining('Export sessions'),
    extra: { farewell, command: { name: 'Export sessions', effect: 'none' } },
  })
})

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

test('the user learns of the effect that the command had noted', async () => {
  const { commands } = someCommands()
  const session = aSession()
  const running = commands.run(session, 'Import', (command) => {
    command.tookEffect('partly', '3 of 7 were imported.')
    return untilAborted(command.signal)
  })

  commands.abort([session.id], farewell)

  await expect(running).rejects.toMatchObject({
    extra: { command: { effect: 'partly', detail: '3 of 7 were imported.' } },
  })
})

test('a command that ends all the same had its effect, and its user is told that', async () => {
  const { commands } = someCommands()
  const session = aSession()
  const { work, finish } = someWork('rows')
  const running = commands.run(session, 'Import', work)

  commands.abort([session.id], farewell)
  finish()

  await expect(running).rejects.toMatchObject({ code: 'session-closed', extra: { command: { effect: 'done' } } })
})

test('a command that does not listen to its signal keeps its user waiting for two seconds at most', async () => {
  const { commands, time } = someCommands()
  const session = aSession()
  const { work, fail } = someWork('rows')
  const running = commands.run(session, 'Import', work)
  const answered = expect(running).rejects.toMatchObject({ extra: { command: { effect: 'unknown' } } })

  commands.abort([session.id], farewell)
  time.advance(2_000)

  await answered
  fail(new Error('Too late to be of interest.'))
})

test('only the commands of the closed session are aborted, and not the one that ordered it', async () => {
  const { commands } = someCommands()
  const [mine, another] = [aSession(), aSession()]
  const [ordering, own, other] = [someWork('ordered'), someWork('own'), someWork('other')]
  const results = Promise.allSettled([
    commands.run(mine, 'Close Sessions', ordering.work),
    commands.run(mine, 'Export', own.work),
    commands.run(another, 'Export', other.work),
  ])

  commands.abort([mine.id], farewell, ordering.command.signal)

  expect([ordering, own, other].map(({ command }) => command.signal.aborted)).toEqual([false, true, false])
  for (const { finish } of [ordering, own, other]) finish()
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a command that begins just after its session has ended is refused, and does nothing', async () => {
  const { commands, time } = someCommands()
  const session = aSession()
  commands.abort([session.id], farewell)
  time.advance(59_000)
  let hasBegun = false

  const running = commands.run(session, 'Export', async () => {
    hasBegun = true
  })

  await expect(running).rejects.toMatchObject({ code: 'session-closed', extra: { command: { effect: 'none' } } })
  expect(hasBegun).toBe(false)
})

test('what a session holds open is told of its end once, also when that was a moment before', () => {
  const { commands } = someCommands()
  const told: string[] = []
  commands.onEnd('one', () => told.push('first'))
  const callOff = commands.onEnd('one', () => told.push('called off'))
  callOff()

  commands.abort(['one'], farewell)
  commands.abort(['one'], farewell)
  commands.onEnd('one', () => told.push('late'))

  expect(told).toEqual(['first', 'late'])
})
