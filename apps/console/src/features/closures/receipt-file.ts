import type { ClosureView, ReceiptView } from '@curfew/contract'

/** The columns of the CSV, by the names that the API gives them: a program reads this file too. */
const columns = [
  'id',
  'sessionId',
  'userId',
  'kind',
  'source',
  'channel',
  'recipient',
  'status',
  'storedAt',
  'sentAt',
  'acknowledgedAt',
  'verifiedAt',
  'attempts',
  'nextAttemptAt',
  'cause',
] as const satisfies readonly (keyof ReceiptView)[]

/** Receipts as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. */
export function toCsv(receipts: readonly ReceiptView[]): string {
  const lines = [columns, ...receipts.map((receipt) => columns.map((column) => receipt[column] ?? ''))]
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

/** The closure and all its receipts, as the API words them. */
export function toJson(closure: ClosureView, receipts: readonly ReceiptView[]): string {
  return `${JSON.stringify({ closure, receipts }, null, 2)}\n`
}

/**
 * One cell. Text that a spreadsheet would take for a formula gets an apostrophe before it: user ids and causes come from
 * outside.
 *
 * @see OWASP "CSV Injection"
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
