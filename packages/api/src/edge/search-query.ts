import {
  CurfewError,
  type DeliveryStatus,
  defaultSort,
  deliveryStatuses,
  type Filter,
  maxPageSize,
  parseFilters,
  parseSort,
  type Sort,
  type SpeedWindow,
  speedWindows,
} from '@curfew/contract'
import type { WhoseGivenUp } from '@curfew/registry'
import type { Context } from 'hono'

const defaultPageSize = 100
const maxCursorLength = 3_000

/** The query of a list, as typed values. Whatever it does not know is refused, so that no typing error widens a search. */
export type Query = { readonly filters: readonly Filter[]; readonly sort: Sort }
export type Paging = { readonly limit: number; readonly cursor: string | null }

/** @throws CurfewError `invalid-request` */
export function readSearch(c: Context): Query & Paging {
  const query = paramsOf(c)
  return { ...readPaging(query), sort: readSort(query), filters: readFilters(query, ['limit', 'cursor', 'sort']) }
}

/** @throws CurfewError `invalid-request` */
export function readSortedFilters(c: Context): Query {
  const query = paramsOf(c)
  return { sort: readSort(query), filters: readFilters(query, ['sort']) }
}

/** @throws CurfewError `invalid-request` */
export function readFiltersOnly(c: Context): readonly Filter[] {
  return readFilters(paramsOf(c), [])
}

/** @throws CurfewError `invalid-request` */
export function readPage(c: Context): Paging {
  const query = paramsOf(c)
  refuseOthers(query, ['limit', 'cursor'])
  return readPaging(query)
}

/** @throws CurfewError `invalid-request` */
export function readHoldPage(c: Context): Paging & { readonly isInForceOnly: boolean } {
  const query = paramsOf(c)
  refuseOthers(query, ['limit', 'cursor', 'inForce'])
  const asked = query.get('inForce')
  if (asked !== null && asked !== 'yes') throw invalid('inForce', 'give yes, or leave it out')
  return { ...readPaging(query), isInForceOnly: asked === 'yes' }
}

/** @throws CurfewError `invalid-request` */
export function readGivenUpPage(c: Context): Paging & { readonly whose: WhoseGivenUp } {
  const query = paramsOf(c)
  refuseOthers(query, ['limit', 'cursor', 'recipient', 'source'])
  const whose = { recipient: only(query, 'recipient') ?? undefined, sourceId: only(query, 'source') ?? undefined }
  return { ...readPaging(query), whose }
}

/** @throws CurfewError `invalid-request` */
export function readReceiptPage(c: Context): Paging & { readonly statuses: readonly DeliveryStatus[] } {
  const query = paramsOf(c)
  refuseOthers(query, ['limit', 'cursor', 'status'])
  const statuses = query.getAll('status').map((text) => {
    const status = deliveryStatuses.find((known) => known === text)
    if (!status) throw invalid('status', `give one of ${deliveryStatuses.join(', ')}`)
    return status
  })
  return { ...readPaging(query), statuses }
}

/** @throws CurfewError `invalid-request` */
export function readSpeedWindow(c: Context): SpeedWindow {
  const query = paramsOf(c)
  refuseOthers(query, ['window'])
  const text = only(query, 'window') ?? 'day'
  const window = speedWindows.find((known) => known === text)
  if (!window) throw invalid('window', `give one of ${speedWindows.join(', ')}`)
  return window
}

/** @throws CurfewError `invalid-request` */
export function readFormat(c: Context): 'csv' | 'json' {
  const query = paramsOf(c)
  refuseOthers(query, ['format'])
  const format = only(query, 'format') ?? 'csv'
  if (format !== 'csv' && format !== 'json') throw invalid('format', 'give csv or json')
  return format
}

function paramsOf(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams
}

function readFilters(query: URLSearchParams, others: readonly string[]): Filter[] {
  return parseFilters([...query].filter(([name]) => !others.includes(name)))
}

function readSort(query: URLSearchParams): Sort {
  const text = only(query, 'sort')
  return text === null ? defaultSort : parseSort(text)
}

function readPaging(query: URLSearchParams): Paging {
  const limitText = only(query, 'limit') ?? String(defaultPageSize)
  const limit = /^\d{1,4}$/.test(limitText) ? Number(limitText) : 0
  if (limit < 1 || limit > maxPageSize) throw invalid('limit', `give 1 to ${maxPageSize}`)
  const cursor = only(query, 'cursor')
  if (cursor !== null && (cursor === '' || cursor.length > maxCursorLength))
    throw invalid('cursor', 'give the nextCursor of the page before')
  return { limit, cursor }
}

function only(query: URLSearchParams, name: string): string | null {
  const [text, second] = query.getAll(name)
  if (second !== undefined) throw invalid(name, 'give it once')
  return text ?? null
}

function refuseOthers(query: URLSearchParams, known: readonly string[]): void {
  const other = [...query.keys()].find((name) => !known.includes(name))
  if (other !== undefined) throw invalid(other, `it is not known here; known are ${known.join(', ')}`)
}

function invalid(path: string, message: string): CurfewError {
  return new CurfewError('invalid-request', `The query cannot be read: ${path}: ${message}.`, {
    errors: [{ path, message }],
  })
}
