/** The rules: what a session is, what is listed, what closing means. Owns the ports. */
export { acceptSession, type Judgement, recognizeSession } from './accept.ts'
export { advanceDelivery, nextAttempt } from './advance.ts'
export * from './closing.ts'
export { hashCredential, newCredential } from './credential.ts'
export { farewellOf } from './farewell.ts'
export {
  asOf,
  deadlineOf,
  defaultLimits,
  expiryEnding,
  hasExpired,
  isOpen,
  isPresent,
  type Limits,
} from './limits.ts'
export { isListed, notListed } from './listed.ts'
export * from './listing.ts'
export type * from './ports.ts'
export { logoffsOfSession, noteSent, receiptFor, reportEnded } from './receipts.ts'
export { type Recipient, recipientsOf } from './recipients.ts'
export { compareSessions, compareText, matches, sortValue } from './search.ts'
export * from './session.ts'
