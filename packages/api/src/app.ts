import { unfittingHash } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import { Hono } from 'hono'
import type { Anyone, Api, Routes } from './call.ts'
import { type AnswerDirectly, answerDirectly } from './direct.ts'
import { frame } from './edge/frame.ts'
import { createAllowances } from './edge/source-allowances.ts'
import { createRequestMetrics } from './metrics.ts'
import { mountAll } from './mount.ts'
import type { ApiPorts } from './ports.ts'
import { answerProblem } from './problems.ts'
import { accountingRoutes } from './routes/accounting.ts'
import { administratorRoutes } from './routes/administrators.ts'
import { backChannelRoutes } from './routes/back-channel.ts'
import { closureRoutes } from './routes/closures.ts'
import { eventRoutes } from './routes/events.ts'
import { exportRoutes } from './routes/export.ts'
import { givenUpRoutes } from './routes/given-up.ts'
import { holdRoutes } from './routes/holds.ts'
import { logonRoutes } from './routes/logon.ts'
import { operatorRoutes } from './routes/operator.ts'
import { ownSessionRoutes } from './routes/own-session.ts'
import { receiptExportRoutes } from './routes/receipt-export.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { signalStreamRoutes } from './routes/signal-streams.ts'
import { signalRoutes } from './routes/signals.ts'
import { sourceApiRoutes } from './routes/source-api.ts'
import { sourceRoutes } from './routes/sources.ts'
import { speedRoutes } from './routes/speed.ts'
import { webhookRoutes } from './routes/webhooks.ts'

/**
 * The API: a request in, a response out, on any runtime with WebCrypto.
 *
 * It answers every path it is given; what the table of endpoints does not name is the problem `not-found`. So a server
 * that has pages too hands over only what begins with `/api/` or `/source/`, and the three paths for operators.
 */
export function createApi(ports: ApiPorts): Api {
  return createApiWithShortcut(ports).api
}

/** The same, and the shortcut for a server that can do without the detour over `Request` and `Response`. */
export function createApiWithShortcut(ports: ApiPorts): {
  readonly api: Api
  readonly answerDirectly: AnswerDirectly
} {
  // Made now, or the first unknown user id would take longer than any other.
  unfittingHash(ports.hasher).catch(() => {})
  const metrics = createRequestMetrics()
  const allowances = createAllowances(ports.clock, ports.sourceLimits)
  const app = new Hono<{ Variables: Anyone }>()
  app.onError(answerProblem(ports))
  app.use(frame(ports, metrics))
  const routes: Routes = {
    ...logonRoutes(ports),
    ...ownSessionRoutes(ports),
    ...sessionRoutes(ports),
    ...exportRoutes(ports),
    ...closureRoutes(ports, metrics),
    ...givenUpRoutes(ports),
    ...holdRoutes(ports),
    ...receiptExportRoutes(ports),
    ...speedRoutes(ports),
    ...eventRoutes(ports),
    ...administratorRoutes(ports),
    ...sourceRoutes(ports),
    ...accountingRoutes(ports),
    ...webhookRoutes(ports),
    ...sourceApiRoutes(ports, allowances),
    ...backChannelRoutes(ports),
    ...signalRoutes(ports),
    ...signalStreamRoutes(ports),
    ...operatorRoutes(ports, metrics),
  }
  mountAll(app, ports, routes, allowances)
  app.all('*', () => {
    throw new CurfewError('not-found', 'There is nothing at this address.')
  })
  return { api: app, answerDirectly: answerDirectly(ports, allowances, metrics) }
}
