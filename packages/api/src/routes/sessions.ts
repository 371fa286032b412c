import { allListed, heardOfSessions, listSessions, readSession, summarizeSessions } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readFiltersOnly, readSearch } from '../edge/search-query.ts'
import type { ApiPorts } from '../ports.ts'
import { toSessionDetail, toSessionView, toSummary } from '../views.ts'

/** The sessions that an administrator may see. What is not listed answers like what does not exist. */
export const sessionRoutes = (ports: ApiPorts): Pick<Routes, 'listSessions' | 'summarizeSessions' | 'readSession'> => ({
  listSessions: async (c) => {
    const { items, nextCursor } = await listSessions(ports, { ...readSearch(c), scope: allListed })
    const heard = await heardOfSessions(ports, items)
    return c.json({ items: items.map((session) => toSessionView(session, c.var.session.id, heard)), nextCursor }, 200)
  },

  summarizeSessions: async (c) => {
    const summary = await summarizeSessions(ports, { filters: readFiltersOnly(c), scope: allListed })
    return c.json(toSummary(summary), 200)
  },

  readSession: async (c) => {
    const read = await readSession(ports, c.req.param('id'), allListed)
    return c.json(toSessionDetail(read, c.var.session.id, await heardOfSessions(ports, [read.session])), 200)
  },
})
