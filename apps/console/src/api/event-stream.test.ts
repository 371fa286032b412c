import { problems } from '@curfew/contract'
import { expect, test } from 'vitest'
import { AClock, AStream, aChange, aLogoff, settled } from './event-stream.test-kit.ts'
import { followEvents, parseEvent } from './event-stream.ts'

function aFollower(answer: (stream: AStream) => Response | Promise<Response> = (stream) => stream.response) {
  const clock = new AClock()
  const streams: AStream[] = []
  const said: unknown[] = []
  const stopped = new AbortController()
  const ended = followEvents(
    {
      open: async (lastEventId, signal) => {
        const stream = new AStream(lastEventId, signal)
        streams.push(stream)
        return answer(stream)
      },
      wait: clock.wait,
      random: () => 1,
      onState: (state) => said.push(state),
      onEvent: (event) => said.push(event),
      onBeat: () => {},
      onRefused: (refusal) => said.push(refusal?.code ?? 'nothing more'),
    },
    null,
    stopped.signal,
  )
  const stream = async (index: number) => {
    await settled()
    return streams[index] ?? expect.fail(`there is no stream ${index}`)
  }
  return { clock, streams, stream, said, stop: () => stopped.abort(), ended }
}

test('events are handed on in order, and a cut stream is opened again from the last one', async () => {
  const { clock, stream, said, stop, ended } = aFollower()
  const first = await stream(0)
  first.write('retry: 3000\nid: start\n\n')
  first.event(aChange('c1'), '1')
  first.event(aChange('c2'), '2')
  await settled()

  first.cut()
  await settled()
  await clock.pass(6000)
  const second = await stream(1)
  second.event(aChange('c3'), '3')
  await settled()

  expect(second.askedFrom).toBe('2')
  expect(said).toEqual(['live', aChange('c1'), aChange('c2'), 'paused', 'live', aChange('c3')])
  stop()
  await ended
})

test('the server says how long to wait before coming back, and failing makes it longer', async () => {
  let isDown = true
  const { clock, streams, stop, ended } = aFollower((stream) =>
    isDown ? Promise.reject(new TypeError('Failed to fetch')) : stream.response,
  )
  await settled()
  const pauses: (number | null)[] = []

  for (let turn = 0; turn < 6; turn += 1) {
    pauses.push(clock.nextInMs)
    await clock.pass(clock.nextInMs ?? 0)
  }
  isDown = false
  await clock.pass(15_000)

  expect(pauses).toEqual([2000, 4000, 8000, 15_000, 15_000, 15_000])
  expect(streams.at(-1)?.isCut).toBe(false)
  stop()
  await ended
})

test('a stream that is silent for more than two heartbeats is taken for dead and opened again', async () => {
  const { clock, stream, streams, said, stop, ended } = aFollower()
  const first = await stream(0)
  first.write(':\n\n')
  await settled()

  await clock.pass(30_000)
  const whileItMayLive = streams.length
  first.write(':\n\n')
  await settled()
  await clock.pass(30_000)
  const whileItBeats = streams.length
  await clock.pass(60_000)

  expect([whileItMayLive, whileItBeats]).toEqual([1, 1])
  expect(streams.length).toBeGreaterThan(1)
  expect(said.slice(0, 3)).toEqual(['live', 'paused', 'live'])
  stop()
  await ended
})

test('the logoff is the last thing that is heard', async () => {
  const { stream, streams, said, ended } = aFollower()
  const first = await stream(0)

  first.event(aLogoff)
  await ended

  expect(said).toEqual(['live', aLogoff])
  expect(streams).toHaveLength(1)
})

test('a stream that is refused for good is not asked for again', async () => {
  const refusal = {
    ...problems['session-closed'],
    type: '/problems/session-closed',
    code: 'session-closed',
    detail: 'Your session was closed.',
    requestId: 'r1',
  }
  const { said, streams, ended } = aFollower(() => Response.json(refusal, { status: 401 }))

  await ended

  expect(said).toEqual(['session-closed'])
  expect(streams).toHaveLength(1)
})

test('a server that has nothing more to say ends the asking', async () => {
  const { said, ended } = aFollower(() => new Response(null, { status: 204 }))

  await ended

  expect(said).toEqual(['nothing more'])
})

test('events that this page does not know, or cannot read, are passed over', async () => {
  const { stream, said, stop, ended } = aFollower()
  const first = await stream(0)

  first.write('event: tomorrow\ndata: {}\n\nevent: closures\ndata: {"closureIds":7}\n\nevent: closures\ndata: {cut\n\n')
  first.event(aChange('c1'))
  await settled()

  expect(said).toEqual(['live', aChange('c1')])
  expect(parseEvent('constructor', '{}')).toBeNull()
  stop()
  await ended
})
