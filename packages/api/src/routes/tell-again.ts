import type { LogoffEvent } from '@curfew/contract'
import { type EventSink, type Logoff, logoffsOfSession, noteSent, type Session } from '@curfew/registry'
import type { Context } from 'hono'
import type { ApiPorts } from '../ports.ts'

/**
 * Answer a browser whose session is over and that asks for events once more: with its logoff, as the last event; or, when
 * it has acknowledged that already, with 204, which stops its reconnecting.
 *
 * @see WHATWG HTML, 9.2.3: an event source that is answered with 204 does not come back
 */
export async function tellAgain(ports: ApiPorts, c: Context, session: Session): Promise<Response> {
  const logoffs = await logoffsOfSession(ports, session)
  if (logoffs.length === 0 || c.req.method === 'HEAD') return c.body(null, 204)
  return ports.openEventStream(c, (sink) => writeLast(ports, sink, logoffs))
}

/** Tell a stream that was opened while its session ended, and cut it. */
export async function tellNow(ports: ApiPorts, sink: EventSink, session: Session): Promise<void> {
  writeLast(ports, sink, await logoffsOfSession(ports, session))
}

function writeLast(ports: ApiPorts, sink: EventSink, logoffs: readonly Logoff[]): void {
  const isWritten = logoffs.length > 0 && sink.write(logoffs.map(frameOf).join(''))
  sink.close()
  // If that cannot be noted it is told once more, which does no harm.
  if (isWritten) noteSent(ports, logoffs).catch(() => {})
}

function frameOf({ farewell, receipt }: Logoff): string {
  const event: LogoffEvent = { ...farewell, receipt }
  return `event: logoff\ndata: ${JSON.stringify(event)}\n\n`
}
