/** The rules: what a session is, what is listed, what closing means. Owns the ports. */
export { acceptSession, type Judgement, recognizeSession } from './accept.ts'
export {
  type AccountingNews,
  type AllKept,
  accountingBatch,
  accountingNews,
  closeSilent,
  type Heard,
  type Kept,
  keepAccounting,
  stepOf,
} from './accounting.ts'
export type * from './accounting-ports.ts'
export {
  type AccountingReport,
  type AccountingWatch,
  type HeardByAccounting,
  nasAt,
  readAccountingWatch,
} from './accounting-watch.ts'
export { type ActivityBuffer, type ActivityOptions, createActivityBuffer } from './activity.ts'
export { type AddressRange, contains, parseRange, sameAddress } from './address-range.ts'
export { advanceDelivery, givenUpDelivery, giveUpTime, nextAttempt, retriedDelivery } from './advance.ts'
export {
  type BeginningPorts,
  beginSession,
  finishLogon,
  type OwnLogon,
  registerSessions,
  renewCredential,
} from './begin.ts'
export { cameBack, cutOffMs } from './came-back.ts'
export { type ChangeFeed, type ChangeFeedOptions, createChangeFeed, type FeedEvent } from './change-feed.ts'
export { closeByPolicy, type PolicyOrder } from './close-by-policy.ts'
export * from './closing.ts'
export {
  type ClosureReport,
  exportReceipts,
  listClosures,
  listReceipts,
  readClosure,
  retryDeliveries,
  retryReceipt,
} from './closures.ts'
export { type CommandOptions, createCommands } from './commands.ts'
export { hashCredential, newCredential, parseBase64Url, printBase64Url } from './credential.ts'
export { type DeliveryPorts, deliverDue } from './deliver.ts'
export { createDeliveryLoop, type DeliveryLoop, type DeliveryLoopOptions } from './delivery-loop.ts'
export { endOwnSession, endSessionsOfUser } from './end.ts'
export { type ClosureOrder, executePlan, resumeClosures } from './execute.ts'
export { farewellOf } from './farewell.ts'
export { createFeedReader, type FeedReader } from './feed.ts'
export {
  type GivenUpPage,
  type GivenUpRecipient,
  listGivenUp,
  retryGivenUp,
  type WhoseGivenUp,
} from './given-up.ts'
export { createGuards, type Guards, type GuardsOptions } from './guards.ts'
export { type ClosingPorts, closeHeld, type Registered, resumeHeld } from './held.ts'
export * from './hold.ts'
export {
  changeSettings,
  createHold,
  liftHold,
  listComingsBack,
  listHolds,
  resolveSubject,
} from './holds.ts'
export * from './leases.ts'
export {
  asOf,
  deadlineOf,
  defaultLimits,
  expiryEnding,
  hasExpired,
  isLimit,
  isOpen,
  isPresent,
  type Limits,
  noLimitSeconds,
} from './limits.ts'
export { isListed, notListed } from './listed.ts'
export * from './listing.ts'
export { endByLogoutToken, type LogoutClaims, type LogoutTokens } from './logout-tokens.ts'
export { canonicalNetwork, holderOfNetwork } from './network.ts'
export { type CannotBeTold, createPlan, type PlanReport, planForClosure } from './plan.ts'
export type * from './ports.ts'
export { refusedEverywhereWithin, resumeProofs } from './proof.ts'
export {
  advanceCircuit,
  begunIn,
  type Circuit,
  closedCircuit,
  printQueue,
  type QueueName,
  queueOf,
  type RecipientQueue,
  type Room,
  recipientInSource,
  roomIn,
  sourceOfRecipient,
} from './queue.ts'
export { silenceLimitSeconds, staleAtOf } from './radius-rules.ts'
export {
  countSessions,
  exportSessions,
  listSessions,
  readSession,
  type SearchRequest,
  type SessionDetails,
  type Summary,
  summarizeSessions,
} from './reading.ts'
export { logoffsOfSession, noteSent, receiptFor, reportEnded, takeSteps } from './receipts.ts'
export { type Recipient, recipientsOf } from './recipients.ts'
export { recognizeSource } from './recognize-source.ts'
export { retry } from './retry.ts'
export { retrySource } from './retry-source.ts'
export { compareSessions, compareText, matches, sortValue } from './search.ts'
export { createSeenBuffer, type SeenBuffer, type SeenOptions } from './seen.ts'
export * from './session.ts'
export * from './signals/index.ts'
export type * from './signing-key.ts'
export {
  assertKeyFits,
  publicHalf,
  publishedAheadMs,
  publishedKeys,
  rotateSigningKeys,
  signingKeyFor,
  signingKeyLifeMs,
} from './signing-keys.ts'
export type * from './source.ts'
export type * from './source-ports.ts'
export { isGood, isSilent, judgeRegistration, kindsOfSources } from './source-rules.ts'
export {
  endForSource,
  registerForSource,
  sessionForSource,
  type Touch,
  touchForSource,
} from './source-sessions.ts'
export {
  changeSource,
  createNas,
  createSource,
  type Keyed,
  listSources,
  readSource,
  rotateSourceKey,
  type SourceReport,
} from './sources.ts'
export {
  type Figures,
  mostTimed,
  readSpeed,
  readSpeedTarget,
  type Speed,
  type SpeedRow,
  setSpeedTarget,
  speedOf,
  type Timed,
} from './speed.ts'
export { type HeardOfSessions, heardOfSessions, stillOnlineBehind } from './still-online.ts'
export { createSweeper, forgetEnded, type SweeperOptions, sweepExpired } from './sweep.ts'
export type { TimelineEntry } from './timeline.ts'
export type * from './webhook.ts'
export { createWebhookLoop, type WebhookLoop, type WebhookLoopOptions } from './webhook-loop.ts'
export type * from './webhook-ports.ts'
export { isWanted, receiptEvent } from './webhook-rules.ts'
export {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhookAttempts,
  listWebhooks,
  readWebhook,
  retryWebhook,
  rotateWebhookSecret,
  testWebhook,
  type WebhookReport,
  type WithSecret,
} from './webhooks.ts'
