import type { ReceiptView } from '@curfew/contract'
import { allListed, exportReceipts, readClosure, stillOnlineBehind } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { csvLine } from '../csv.ts'
import { readFormat } from '../edge/search-query.ts'
import { interruptibleText } from '../interruptible-text.ts'
import type { ApiPorts } from '../ports.ts'
import { toClosureView, toReceiptView } from '../views.ts'

const columns = [
  'id',
  'sessionId',
  'userId',
  'kind',
  'source',
  'channel',
  'recipient',
  'status',
  'acceptedBy',
  'storedAt',
  'sentAt',
  'acknowledgedAt',
  'verifiedAt',
  'attempts',
  'nextAttemptAt',
  'givenUpAt',
  'cause',
  'stillOnlineAt',
] as const satisfies readonly (keyof ReceiptView)[]

/** How the receipts of one format begin, are written, and end. Whole only with its end: that one counts them. */
type Format = {
  readonly contentType: string
  readonly begin: (closure: object) => string
  readonly receipt: (view: ReceiptView, index: number) => string
  readonly end: (count: number) => string
}

const formats: Readonly<Record<'csv' | 'json', Format>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    begin: () => csvLine(columns),
    receipt: (view) => csvLine(columns.map((column) => String(view[column] ?? ''))),
    end: (count) => `# complete: ${count} rows\r\n`,
  },
  // Broken off it is no JSON, and so nobody can take it for whole.
  json: {
    contentType: 'application/json',
    begin: (closure) => `{"closure":${JSON.stringify(closure)},\n"receipts":[`,
    receipt: (view, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(view)}`,
    end: (count) => `\n],\n"complete":${count}}\n`,
  },
}

/** `GET /api/closures/{id}/receipts/export`: all of them, in batches, as a command that ends with the session that ordered it. */
export const receiptExportRoutes = (ports: ApiPorts): Pick<Routes, 'exportReceipts'> => ({
  exportReceipts: async (c) => {
    const name = readFormat(c)
    const format = formats[name]
    const closureId = c.req.param('id')
    const report = await readClosure(ports, closureId, allListed)
    c.header('Content-Type', format.contentType)
    c.header('Content-Disposition', `attachment; filename="receipts.${name}"`)
    c.header('X-Total-Count', String(report.counts.total))
    if (c.req.method === 'HEAD') return c.body(null)
    const { session } = c.var
    const produce = (signal: AbortSignal) => textOf(ports, format, toClosureView(report), signal)
    return c.body(interruptibleText(ports, session, 'Export receipts', produce))
  },
})

async function* textOf(ports: ApiPorts, format: Format, closure: { readonly id: string }, signal: AbortSignal) {
  yield format.begin(closure)
  let count = 0
  for await (const batch of exportReceipts(ports, closure.id, signal)) {
    const before = count
    count += batch.length
    const stillOnline = await stillOnlineBehind(ports, batch)
    yield batch.map((receipt, index) => format.receipt(toReceiptView(receipt, stillOnline), before + index)).join('')
  }
  yield format.end(count)
}
