import { changeSettings, createHold, liftHold, listComingsBack, listHolds, resolveSubject } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readHoldPage } from '../edge/search-query.ts'
import { sparingTheLast } from '../hold-at-logon.ts'
import type { ApiPorts } from '../ports.ts'
import { toComingBackView, toHoldView } from '../views-of-holds.ts'

type Names = 'listHolds' | 'createHold' | 'liftHold' | 'listComingsBack' | 'readSettings' | 'changeSettings'

const mostReturns = 500

/** Who is kept out, and who came back. */
export const holdRoutes = (ports: ApiPorts): Pick<Routes, Names> => ({
  listHolds: async (c) => {
    const { items, nextCursor } = await listHolds(ports, readHoldPage(c))
    return c.json({ items: items.map((hold) => toHoldView(hold, ports.clock())), nextCursor }, 200)
  },

  createHold: async (c) => {
    const { subject: asked, seconds, reason, messageToUser = null } = c.req.valid('json')
    const subject = await resolveSubject(ports, asked)
    await sparingTheLast(ports, [subject])
    const hold = await createHold(ports, { subject, seconds, reason, messageToUser }, c.var.actor)
    return c.json(toHoldView(hold, ports.clock()), 201)
  },

  liftHold: async (c) => {
    const hold = await liftHold(ports, c.req.param('id'), c.var.actor)
    return c.json(toHoldView(hold, ports.clock()), 200)
  },

  listComingsBack: async (c) => {
    const { items, total } = await listComingsBack(ports, c.req.param('id'), mostReturns)
    return c.json({ items: items.map((session) => toComingBackView(session, ports.clock())), total }, 200)
  },

  readSettings: async (c) => c.json(await ports.store.settings(), 200),

  changeSettings: async (c) => c.json(await changeSettings(ports, c.req.valid('json'), c.var.actor), 200),
})
