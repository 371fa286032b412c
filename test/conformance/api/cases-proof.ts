import type { Exchange } from './exchange.ts'

const unknownId = '0190a0b0-0000-7000-8000-000000000000'

/** What becomes of a closure: its receipts as a file, another try, and how fast all that was. */
export const proofCases: readonly Exchange[] = [
  {
    says: 'all receipts as CSV, of a closure that has none',
    as: 'aude',
    endpoint: 'exportReceipts',
    path: (seen) => `/api/closures/${seen('emptyClosureId')}/receipts/export`,
    answer: 'success',
  },
  {
    says: 'all receipts as JSON',
    as: 'aude',
    endpoint: 'exportReceipts',
    path: (seen) => `/api/closures/${seen('closureId')}/receipts/export?format=json`,
    answer: 'success',
  },
  {
    says: 'there is no other format',
    as: 'aude',
    endpoint: 'exportReceipts',
    path: (seen) => `/api/closures/${seen('closureId')}/receipts/export?format=pdf`,
    answer: 'invalid-request',
  },
  {
    says: 'receipts of a closure that does not exist are not exported',
    as: 'aude',
    endpoint: 'exportReceipts',
    path: () => `/api/closures/${unknownId}/receipts/export`,
    answer: 'not-found',
  },
  {
    says: 'one recipient is tried again',
    as: 'olga',
    endpoint: 'retryReceipt',
    path: (seen) => `/api/receipts/${seen('receiptId')}/retries`,
    answer: 'success',
  },
  {
    says: 'a receipt that does not exist is not tried again',
    as: 'olga',
    endpoint: 'retryReceipt',
    path: () => `/api/receipts/${unknownId}/retries`,
    answer: 'not-found',
  },
  { says: 'what arrives by RADIUS accounting', as: 'aude', endpoint: 'readAccounting', answer: 'success' },
  {
    says: 'what arrives by RADIUS accounting, to nobody',
    as: 'nobody',
    endpoint: 'readAccounting',
    answer: 'not-logged-on',
  },
  { says: 'how fast closures are', as: 'aude', endpoint: 'readSpeed', answer: 'success' },
  {
    says: 'how fast they are over a month',
    as: 'aude',
    endpoint: 'readSpeed',
    query: 'window=month',
    answer: 'success',
  },
  {
    says: 'there is no such window',
    as: 'aude',
    endpoint: 'readSpeed',
    query: 'window=age',
    answer: 'invalid-request',
  },
  {
    says: 'the target is changed',
    as: 'ada',
    endpoint: 'setSpeedTarget',
    body: { targetSeconds: 30 },
    answer: 'success',
  },
  {
    says: 'a target of no time is none',
    as: 'ada',
    endpoint: 'setSpeedTarget',
    body: { targetSeconds: 0 },
    answer: 'invalid-request',
  },
]
