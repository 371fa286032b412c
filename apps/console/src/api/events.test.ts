import { expect, test } from 'vitest'
import { AClock, AStream, aChange, aLogoff, settled } from './event-stream.test-kit.ts'
import { createEvents, type EventClient } from './events.ts'
import type { Hold, Line, Word } from './tabs.ts'

/** A browser with tabs: one line between them, one turn at a time, and a clock that a test moves. */
class ABrowser {
  readonly clock = new AClock()
  readonly streams: AStream[] = []
  readonly #lines = new Map<string, (word: Word) => void>()
  readonly #frozen = new Set<string>()
  #queue: { hold: Hold; signal: AbortSignal; done: () => void }[] = []
  #holder: AbortController | undefined

  open(name: string) {
    const heard: unknown[] = []
    const doubts: unknown[] = []
    const logoffs: unknown[] = []
    const client: EventClient = createEvents({
      openEventSource: async (lastEventId, signal) => {
        const stream = new AStream(lastEventId, signal)
        this.streams.push(stream)
        return stream.response
      },
      onLogoff: (logoff) => logoffs.push(logoff),
      onDoubt: (refusal) => doubts.push(refusal),
      now: () => this.clock.nowMs,
      wait: this.clock.wait,
      random: () => 1,
      isLookedAt: () => true,
      openLine: (hear) => this.#line(name, hear),
      takeTurn: (hold, signal, steal) => this.#turn(hold, signal, steal === true),
    })
    client.subscribe((event) => heard.push(event))
    client.start()
    return { client, heard, doubts, logoffs }
  }

  /** The tab says and does nothing any more, with the turn in its hand. */
  freeze(name: string) {
    this.#frozen.add(name)
  }

  get stream() {
    return this.streams.at(-1) ?? expect.fail('no stream is open')
  }

  #line(name: string, hear: (word: Word) => void): Line {
    this.#lines.set(name, hear)
    return {
      say: (word) => {
        if (this.#frozen.has(name)) return
        for (const [other, listen] of this.#lines) if (other !== name) listen(structuredClone(word))
      },
      close: () => this.#lines.delete(name),
    }
  }

  #turn(hold: Hold, signal: AbortSignal, steal: boolean): Promise<void> {
    return new Promise((done) => {
      const asked = { hold, signal, done }
      if (steal) {
        this.#queue.unshift(asked)
        this.#holder?.abort()
        this.#holder = undefined
      } else this.#queue.push(asked)
      void this.#next()
    })
  }

  async #next() {
    if (this.#holder) return
    const asked = this.#queue.shift()
    if (!asked) return
    const holder = (this.#holder = new AbortController())
    await asked.hold(AbortSignal.any([asked.signal, holder.signal]))
    asked.done()
    if (this.#holder === holder) this.#holder = undefined
    void this.#next()
  }
}

test('the tabs of a browser share one stream, and each hears everything once', async () => {
  const browser = new ABrowser()
  const tabs = ['a', 'b', 'c'].map((name) => browser.open(name))
  await settled()

  browser.stream.event(aChange('c1'), '1')
  await settled()

  expect(browser.streams).toHaveLength(1)
  expect(tabs.map(({ heard }) => heard)).toEqual([[aChange('c1')], [aChange('c1')], [aChange('c1')]])
  expect(tabs.map(({ client }) => client.live.read().state)).toEqual(['live', 'live', 'live'])
})

test('a tab that comes later learns how the stream stands', async () => {
  const browser = new ABrowser()
  browser.open('a')
  await settled()

  const late = browser.open('b')
  await settled()

  expect(late.client.live.read()).toEqual({ state: 'live', changedAt: null })
})

test('when the tab that holds the stream goes, another takes over from the last event', async () => {
  const browser = new ABrowser()
  const first = browser.open('a')
  const second = browser.open('b')
  await settled()
  browser.stream.event(aChange('c1'), '1')
  await settled()

  first.client.stop()
  await settled()
  browser.stream.event(aChange('c2'), '2')
  await settled()

  expect(browser.streams.map(({ askedFrom }) => askedFrom)).toEqual([null, '1'])
  expect(second.heard).toEqual([aChange('c1'), aChange('c2')])
})

test('a tab that hangs with the stream in its hand loses it to one that is looked at', async () => {
  const browser = new ABrowser()
  browser.open('a')
  const second = browser.open('b')
  await settled()
  browser.freeze('a')

  await browser.clock.pass(60_000)
  browser.stream.event(aChange('c1'), '1')
  await settled()

  expect(browser.streams.length).toBeGreaterThan(1)
  expect(second.heard).toEqual([aChange('c1')])
})

test('while heartbeats are passed on, no tab takes the stream from another', async () => {
  const browser = new ABrowser()
  browser.open('a')
  browser.open('b')
  await settled()

  for (let beat = 0; beat < 8; beat += 1) {
    browser.stream.write(':\n\n')
    await settled()
    await browser.clock.pass(15_000)
  }

  expect(browser.streams).toHaveLength(1)
})

test('the end of the session reaches every tab at once, and nobody asks for another stream', async () => {
  const browser = new ABrowser()
  const tabs = ['a', 'b', 'c'].map((name) => browser.open(name))
  await settled()

  browser.stream.event(aLogoff)
  await settled()
  await browser.clock.pass(120_000)

  expect(tabs.map(({ logoffs }) => logoffs)).toEqual([[aLogoff.data], [aLogoff.data], [aLogoff.data]])
  expect(browser.streams).toHaveLength(1)
})

test('logging off in one tab takes the others along', async () => {
  const browser = new ABrowser()
  const [first, second] = ['a', 'b'].map((name) => browser.open(name))
  await settled()

  first?.client.sayLoggedOff()

  expect(second?.logoffs).toEqual([null])
})

test('a tab that hears of an end long after it was said asks first, since somebody else may be logged on by now', async () => {
  const browser = new ABrowser()
  let sayToTab: (word: Word) => void = () => {}
  const doubts: unknown[] = []
  const logoffs: unknown[] = []
  createEvents({
    openEventSource: () => new Promise(() => {}),
    onLogoff: (logoff) => logoffs.push(logoff),
    onDoubt: (refusal) => doubts.push(refusal),
    now: () => browser.clock.nowMs,
    wait: browser.clock.wait,
    isLookedAt: () => false,
    openLine: (hear) => {
      sayToTab = hear
      return { say: () => {}, close: () => {} }
    },
    takeTurn: () => new Promise(() => {}),
  }).start()

  sayToTab({ say: 'event', event: aLogoff, lastEventId: null, saidAtMs: browser.clock.nowMs - 3_600_000 })

  expect(logoffs).toEqual([])
  expect(doubts).toEqual([null])
})
