import type { LogoffChannel } from '@curfew/registry'
import { createEventStreamChannel } from './channel.ts'
import { createHub, type Hub, type HubOptions } from './hub.ts'

/** How browsers and programs of Curfew itself are told. Runs anywhere: a browser tab, a service worker, a server. */
export * from './channel.ts'
export * from './feed.ts'
export * from './frames.ts'
export * from './hub.ts'
export * from './next-call.ts'

/** The streams, and the channel that tells through them. */
export type EventStream = { readonly streams: Hub; readonly channel: LogoffChannel }

export function createEventStream(options: Partial<HubOptions> & Pick<HubOptions, 'feed'>): EventStream {
  const streams = createHub({ random: Math.random, everySecond, nowMs: () => performance.now(), setTimer, ...options })
  return { streams, channel: createEventStreamChannel(streams) }
}

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}

function setTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
