import {
  changeSource,
  createNas,
  createSource,
  listSources,
  readSource,
  retrySource,
  rotateSourceKey,
  type SourceReport,
} from '@curfew/registry'
import type { Routes } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { toSourceView } from '../views.ts'

type Names =
  | 'listSources'
  | 'createSource'
  | 'createNas'
  | 'readSource'
  | 'changeSource'
  | 'retrySource'
  | 'rotateSourceKey'

/** The systems that sessions live in. Guards of one that changed come back and hear what is new for them. */
export const sourceRoutes = (ports: ApiPorts): Pick<Routes, Names> => {
  const view = (report: SourceReport) => toSourceView(report, ports.feeds.held(report.source.id), ports.clock())

  return {
    listSources: async (c) => c.json({ items: (await listSources(ports)).map(view) }, 200),

    createSource: async (c) => {
      const { source, key } = await createSource(ports, c.req.valid('json'), c.var.actor)
      return c.json({ source: view(await readSource(ports, source.id)), key }, 201)
    },

    createNas: async (c) => {
      const { id } = await createNas(ports, c.req.valid('json'), c.var.actor)
      return c.json(view(await readSource(ports, id)), 201)
    },

    readSource: async (c) => c.json(view(await readSource(ports, c.req.param('id'))), 200),

    changeSource: async (c) => {
      const { id } = await changeSource(ports, c.req.param('id'), c.req.valid('json'), c.var.actor)
      ports.feeds.cut(id)
      return c.json(view(await readSource(ports, id)), 200)
    },

    retrySource: async (c) => c.json(view(await retrySource(ports, c.req.param('id'), c.var.actor)), 202),

    rotateSourceKey: async (c) => {
      const { overlapSeconds } = c.req.valid('json')
      const { source, key } = await rotateSourceKey(ports, c.req.param('id'), overlapSeconds, c.var.actor)
      if (overlapSeconds === 0) ports.feeds.cut(source.id)
      return c.json({ source: view(await readSource(ports, source.id)), key }, 201)
    },
  }
}
