import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAdministrator, kinds, type ListeningCurfew } from './guard/curfews.ts'

const closings = 1_500

describe.each(kinds)('the feed of the $name', ({ start }) => {
  let curfew: ListeningCurfew
  let ada: Awaited<ReturnType<typeof anAdministrator>>
  let key = ''
  let closureId = ''

  beforeAll(async () => {
    curfew = await start()
    ada = await anAdministrator(curfew)
    key = (await ada.source({ name: 'feed' })).key
    const sessionIds = await register(closings)
    closureId = (await ada.close(sessionIds, 'x'.repeat(500))).id
  }, 60_000)
  afterAll(() => curfew.stop())

  async function register(count: number): Promise<string[]> {
    const ids: string[] = []
    for (let begin = 0; begin < count; begin += 500) {
      const sessions = Array.from({ length: Math.min(500, count - begin) }, (_, index) => ({
        handle: `${begin + index} ${'x'.repeat(200)}`,
        kind: 'self-service-console',
        userId: 'grace',
      }))
      const response = await fetch(`${curfew.url}/source/sessions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ sessions }),
      })
      const { results } = (await response.json()) as { results: { sessionId: string }[] }
      ids.push(...results.map(({ sessionId }) => sessionId))
    }
    return ids
  }
  async function open(lastEventId: string | null): Promise<IncomingMessage> {
    const headers = {
      Authorization: `Bearer ${key}`,
      ...(lastEventId !== null && { 'Last-Event-ID': lastEventId }),
    }
    const [response] = (await once(get(`${curfew.url}/source/feed?guard=guard-one`, { headers }), 'response')) as [
      IncomingMessage,
    ]
    return response.setEncoding('utf8')
  }
  /** `hello 0`, `closed 1`: the events until there are so many; then the reader goes. */
  async function readEvents(
    response: IncomingMessage,
    count: number,
    onChunk: () => Promise<unknown> = async () => {},
  ) {
    const events: string[] = []
    let text = ''
    for await (const chunk of response) {
      text += String(chunk)
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames) {
        const name = /^event: (.*)$/m.exec(frame)?.[1]
        const data = /^data: (.*)$/m.exec(frame)?.[1]
        if (name !== undefined && data !== undefined)
          events.push(
            `${name} ${/^id: (.*)$/m.exec(frame)?.[1] ?? (JSON.parse(data) as { position: number }).position}`,
          )
      }
      if (events.length >= count) break
      await onChunk()
    }
    response.destroy()
    return events
  }
  const closed = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `closed ${from + index}`)

  test('a reader that comes back from anywhere gets the rest, once and in order', { timeout: 60_000 }, async () => {
    const all = await readEvents(await open('0'), closings + 1)
    const half = await readEvents(await open('700'), closings - 700 + 1)

    expect(all).toEqual(['hello 0', ...closed(1, closings)])
    expect(half).toEqual(['hello 700', ...closed(701, closings)])
    await expect.poll(async () => (await ada.closure(closureId)).deliveries.sent, { timeout: 15_000 }).toBe(closings)
  })

  test('a reader that takes its time is waited for, and others do not wait with it', { timeout: 60_000 }, async () => {
    const slow = await open('0')
    const turns = { taken: 0 }
    const reading = readEvents(slow, closings + 1, async () => {
      turns.taken += 1
      await new Promise((resolve) => setImmediate(resolve))
    })
    const quick = await readEvents(await open('0'), closings + 1)

    expect(quick).toEqual(['hello 0', ...closed(1, closings)])
    expect(await reading).toEqual(['hello 0', ...closed(1, closings)])
    expect(turns.taken).toBeGreaterThan(1)
  })

  test('a reader that is at the end hears what comes, and one that is ahead is told to begin anew', {
    timeout: 60_000,
  }, async () => {
    const atTheEnd = readEvents(await open(null), 2)
    const [id = ''] = await register(1)
    await ada.close([id])

    expect(await atTheEnd).toEqual([`hello ${closings}`, `closed ${closings + 1}`])
    expect(await readEvents(await open('999999'), 2)).toEqual([`hello ${closings + 1}`, `reset ${closings + 1}`])
  })
})
