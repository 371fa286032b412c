import { allListed, listGivenUp, retryGivenUp, stillOnlineBehind } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readGivenUpPage } from '../edge/search-query.ts'
import { toGivenUpPage } from '../given-up-view.ts'
import type { ApiPorts } from '../ports.ts'

/** Logoffs that nobody tries to deliver any more. */
export const givenUpRoutes = (ports: ApiPorts): Pick<Routes, 'listGivenUp' | 'retryGivenUp'> => ({
  listGivenUp: async (c) => {
    const page = await listGivenUp(ports, { ...readGivenUpPage(c), scope: allListed })
    return c.json(toGivenUpPage(page, await stillOnlineBehind(ports, page.items)), 200)
  },

  retryGivenUp: async (c) => {
    const { recipient, source: sourceId } = c.req.valid('json')
    return c.json({ deliveries: await retryGivenUp(ports, { recipient, sourceId }, c.var.actor) }, 202)
  },
})
