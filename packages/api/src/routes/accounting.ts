import { readAccountingWatch } from '@curfew/registry'
import type { Routes } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { toAccountingView } from '../views-of-radius.ts'

/** What NASes send, as far as it became no session. */
export const accountingRoutes = (ports: ApiPorts): Pick<Routes, 'readAccounting'> => ({
  readAccounting: async (c) => c.json(toAccountingView(await readAccountingWatch(ports)), 200),
})
