import type { Post } from '@curfew/logoff/shared-signals'
import type { Pause } from './mock-api.ts'
import type { Mishap } from './scenarios.ts'

/**
 * Whoever is pushed to in a mock is as made up as its people. An address says what it does, so that each can be seen:
 * `…/down`, `…/400` and `…/slow`; every other one takes what it gets.
 */
export function madeUpReceivers(pause: Pause, mishap: Mishap): Post {
  return async ({ url }) => {
    await pause(120)
    const { host, pathname } = new URL(url)
    if (mishap.kind === 'recipients-unreachable' || pathname.endsWith('/down'))
      return { failure: `${host} cannot be reached (ECONNREFUSED).` }
    if (pathname.endsWith('/400'))
      return { status: 400, body: '{"err":"invalid_audience","description":"That is for somebody else."}' }
    if (!pathname.endsWith('/slow')) return { status: 202, body: '' }
    await pause(5_000)
    return { failure: `${host} did not answer within 5 s.` }
  }
}
