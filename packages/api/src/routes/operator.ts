import { isSetupNeeded } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import type { Context } from 'hono'
import type { Routes } from '../call.ts'
import type { RequestMetrics } from '../metrics.ts'
import { openApiDocument } from '../openapi/document.ts'
import type { ApiPorts } from '../ports.ts'

/** What the process says of itself, to anyone and to those who run it. */
export const operatorRoutes = (
  ports: ApiPorts,
  metrics: RequestMetrics,
): Pick<Routes, 'about' | 'openApi' | 'health' | 'readiness' | 'metrics'> => ({
  about: async (c) => {
    const { version, demo } = ports.about
    return c.json({ product: 'Curfew', version, demo, setupNeeded: await isSetupNeeded(ports) }, 200)
  },

  openApi: (c) => c.json(openApiDocument(ports.about.version), 200),

  health: (c) => c.text('ok\n'),

  readiness: async (c) => {
    if (!ports.isReady())
      throw new CurfewError('shutting-down', 'Curfew is stopping. Ask another node, or again later.')
    await ports.store.check()
    return c.text('ready\n')
  },

  metrics: async (c) => {
    if (!ports.metrics?.isOpen && !isFromHere(ports, c)) {
      throw new CurfewError('not-found', 'There is nothing at this address.')
    }
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    return c.body(await metrics.print(ports))
  },
})

/** From this machine, and not through a proxy on it that forgot to be trusted. */
function isFromHere(ports: ApiPorts, c: Context): boolean {
  const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined
  return (ports.trustProxy || !isForwarded) && /^(127\.|::1$|::ffff:127\.)/.test(ports.clientAddress(c))
}
