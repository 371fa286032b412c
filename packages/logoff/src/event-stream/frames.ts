import type { EventName, LogoffEvent } from '@curfew/contract'
import type { Logoff } from '@curfew/registry'

/** What keeps proxies and browsers from taking silence for an end: a comment, which readers pass over. */
export const heartbeatFrame = ':\n\n'

/**
 * One event as text. JSON holds no line break, so one `data:` line always carries it whole.
 *
 * @param id where a reader resumes from; without one the reader keeps the id it had
 * @see WHATWG HTML, 9.2.6 "Interpreting an event stream"
 */
export function eventFrame(event: EventName, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/**
 * How long a reader waits before it comes back, and from where it resumes. Readers dispatch nothing for it.
 */
export function resumeFrame(retryMs: number, id?: string): string {
  return `retry: ${Math.round(retryMs)}\n${id === undefined ? '' : `id: ${id}\n`}\n`
}

/** The last event of a stream: this session is over, and here is the receipt to answer with. */
export function logoffFrame({ farewell, receipt }: Pick<Logoff, 'farewell' | 'receipt'>): string {
  const event: LogoffEvent = { ...farewell, receipt }
  return eventFrame('logoff', event)
}
