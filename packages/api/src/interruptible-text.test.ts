import { CurfewError } from '@curfew/contract'
import type { Commands, RunningCommand } from '@curfew/registry'
import { aSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { interruptibleText } from './interruptible-text.ts'

/** One command at a time, which a test closes from outside. */
function oneCommand() {
  const closed = new AbortController()
  const ended = Promise.withResolvers<'finished' | 'failed'>()
  const commands: Pick<Commands, 'run'> = {
    async run(_session, name, work) {
      const command: RunningCommand = { signal: closed.signal, tookEffect: () => {} }
      try {
        const result = await work(command)
        ended.resolve('finished')
        return result
      } catch (error) {
        ended.resolve('failed')
        if (!closed.signal.aborted) throw error
        throw new CurfewError('session-closed', 'Closed.', { command: { name, effect: 'none' } })
      }
    },
  }
  return { commands: commands as Commands, close: () => closed.abort(), ended: ended.promise }
}

const read = async (stream: ReadableStream<Uint8Array>) => {
  let text = ''
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  } catch {
    return { text, isBroken: true }
  }
  return { text, isBroken: false }
}

test('a text that is not interrupted arrives whole', async () => {
  const { commands } = oneCommand()

  const stream = interruptibleText({ commands }, aSession(), 'Export sessions', async function* () {
    yield 'one\n'
    yield 'two\n'
  })

  expect(await read(stream)).toEqual({ text: 'one\ntwo\n', isBroken: false })
})

test('when the session is closed the text ends with a line that says so, and is broken off after it', async () => {
  const { commands, close } = oneCommand()

  const stream = interruptibleText({ commands }, aSession(), 'Export sessions', async function* () {
    yield 'one\n'
    close()
    yield 'two\n'
  })

  expect(await read(stream)).toEqual({
    text: 'one\n# session-closed: Your session was closed while Export sessions was running. It did not finish.\r\n',
    isBroken: true,
  })
})

test('a reader that does not read is not produced for, and the close reaches the command all the same', async () => {
  const { commands, close, ended } = oneCommand()
  let produced = 0
  const stream = interruptibleText({ commands }, aSession(), 'Export sessions', async function* () {
    for (;;) {
      produced += 1
      yield `${produced}\n`
    }
  })

  close()

  expect(await ended).toBe('failed')
  expect(produced).toBeLessThanOrEqual(1)
  expect((await read(stream)).isBroken).toBe(true)
})

test('a reader that goes away ends the command', async () => {
  const { commands, ended } = oneCommand()
  const stream = interruptibleText({ commands }, aSession(), 'Export sessions', async function* () {
    for (;;) yield 'line\n'
  })
  const reader = stream.getReader()
  await reader.read()

  await reader.cancel()

  expect(await ended).toBe('failed')
})

test('a fault midway never looks like a whole text, and says nothing of its cause', async () => {
  const { commands } = oneCommand()
  const stream = interruptibleText({ commands }, aSession(), 'Export sessions', async function* () {
    yield 'one\n'
    throw new Error('secret cause')
  })

  const { text, isBroken } = await read(stream)

  expect(isBroken).toBe(true)
  expect(text).toContain('# internal: Export sessions did not finish')
  expect(text).not.toContain('secret')
})
