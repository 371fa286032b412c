import { reportEnded, type Session } from '@curfew/registry'
import type { Context } from 'hono'
import type { Routes } from '../call.ts'
import { openSessionOfBrowser } from '../edge/admit.ts'
import { eventStreamHeaders } from '../event-stream.ts'
import type { ApiPorts } from '../ports.ts'
import { tellNow } from './tell-again.ts'

/** What browsers and programs hear while they hold a stream open, and what a told browser answers. */
export const eventRoutes = (ports: ApiPorts): Pick<Routes, 'watch' | 'watchOwnSession' | 'reportEnded'> => ({
  watch: (c) => openStream(ports, c, c.var.session, true),

  watchOwnSession: (c) => openStream(ports, c, c.var.session, false),

  reportEnded: async (c) => {
    const report = c.req.valid('json')
    await reportEnded(ports, report)
    // A cookie of a session that is open belongs to a later logon: an old tab must not take it away.
    if (report.step === 'told' && (await openSessionOfBrowser(ports, c)) === null) {
      ports.sessionCookie.clear(c)
      c.header('Clear-Site-Data', '"cookies", "storage"')
    }
    return c.body(null, 204)
  },
})

function openStream(ports: ApiPorts, c: Context, session: Session, wantsChanges: boolean): Response {
  if (c.req.method === 'HEAD') return c.body(null, 200, { ...eventStreamHeaders })
  const lastEventId = c.req.header('last-event-id') ?? c.req.query('lastEventId') ?? null
  return ports.openEventStream(c, (sink) => {
    ports.streams.attach(session.id, sink, { changes: wantsChanges, lastEventId })
    // A program hears of its end from its next call; its stream is only cut.
    if (session.kind === 'api') sink.onClose(ports.commands.onEnd(session.id, () => sink.close()))
    // Closed between being let in and being held: the logoff found nobody here, so it is told now.
    ports.store
      .sessionById(session.id)
      .then(
        (now) => (now?.endedAt ? tellNow(ports, sink, now) : undefined),
        () => sink.close(),
      )
      .catch(() => sink.close())
  })
}
