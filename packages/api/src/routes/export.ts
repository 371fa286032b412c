import type { SessionView } from '@curfew/contract'
import { allListed, countSessions, exportSessions } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { csvLine } from '../csv.ts'
import { readSortedFilters } from '../edge/search-query.ts'
import { interruptibleText } from '../interruptible-text.ts'
import type { ApiPorts } from '../ports.ts'
import { toSessionView } from '../views.ts'

const columns = [
  'id',
  'kind',
  'userId',
  'lastName',
  'firstName',
  'status',
  'clientAddress',
  'source',
  'via',
  'identitySource',
  'securityDomain',
  'loggedOnAt',
  'lastActivityAt',
  'expiresAt',
  'idleLimitSeconds',
  'absoluteLimitSeconds',
  'userAgent',
  'cameBackAfterMs',
] as const

/** `GET /api/sessions/export`: all that match, in batches, as a command that ends with the session that ordered it. */
export const exportRoutes = (ports: ApiPorts): Pick<Routes, 'exportSessions'> => ({
  exportSessions: async (c) => {
    const search = { ...readSortedFilters(c), scope: allListed }
    c.header('Content-Type', 'text/csv; charset=utf-8; header=present')
    c.header('Content-Disposition', 'attachment; filename="sessions.csv"')
    c.header('X-Total-Count', String(await countSessions(ports, search)))
    if (c.req.method === 'HEAD') return c.body(null)
    const { session } = c.var
    return c.body(interruptibleText(ports, session, 'Export sessions', (signal) => csvOf(ports, search, signal)))
  },
})

function cellsOf(view: SessionView): string[] {
  const values = { ...view, cameBackAfterMs: view.cameBack?.afterMs }
  return columns.map((column) => String(values[column] ?? ''))
}

/** Whole only with its last line: that one counts the rows. */
async function* csvOf(ports: ApiPorts, search: Parameters<typeof exportSessions>[1], signal: AbortSignal) {
  yield csvLine(columns)
  let rows = 0
  for await (const batch of exportSessions(ports, search, signal)) {
    rows += batch.length
    const views = batch.map((session) => toSessionView(session, ''))
    yield views.map((view) => csvLine(cellsOf(view))).join('')
  }
  yield `# complete: ${rows} rows\r\n`
}
