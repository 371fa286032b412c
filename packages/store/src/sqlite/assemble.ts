import type { AdministratorStore } from '@curfew/access'
import type { RegistryStore } from '@curfew/registry'
import { exportPages } from '../export-pages.ts'
import { accountingLookups } from './accounting-reads.ts'
import { packBatch } from './accounting-rows.ts'
import { administratorReads } from './administrators.ts'
import { closureById } from './closures.ts'
import type { Connection } from './connection.ts'
import { deliveriesOfSession, deliveryById } from './deliveries.ts'
import { asFailure, unavailable } from './failures.ts'
import { feedBounds } from './feeds.ts'
import { sessionByHandle } from './handles.ts'
import { holdById, holdsInForce, settings } from './holds.ts'
import { planById } from './plans.ts'
import type { ReaderActs } from './reader.ts'
import { receiptById } from './receipts.ts'
import { rememberedSources } from './remembered-sources.ts'
import type { Acts } from './serve.ts'
import { sessionByCredential, sessionById } from './session-reads.ts'
import { sharedSnapshot } from './shared-snapshot.ts'
import { signalReceiverReads } from './signal-receivers.ts'
import { signalTransmitterReads } from './signal-transmitters.ts'
import { signingKeyReads } from './signing-keys.ts'
import { speedTarget } from './speed.ts'
import { trust } from './trust.ts'
import { allWebhooks, webhookById } from './webhooks.ts'
import type { StoreWorker } from './worker.ts'
import type { WriterActs } from './writer.ts'

export type SqliteStore = RegistryStore & AdministratorStore

export type Parts = {
  readonly writer: StoreWorker<WriterActs>
  readonly readers: readonly StoreWorker<ReaderActs>[]
  /** This thread's own, read-only. */
  readonly connection: Connection
  readonly close: () => Promise<void>
}

/**
 * The store out of its threads: writes go to the writer, what may take long to read goes to a reader, and single rows are
 * looked up here.
 */
export function assembleStore({ writer, readers, connection, close }: Parts): SqliteStore {
  const [pages, counts = pages] = readers
  if (!pages || !counts) throw new Error('A store needs a reader')
  const administrators = administratorReads(connection)
  let sourceChanges = 0
  const sources = rememberedSources(connection, () => sourceChanges)
  const keys = signingKeyReads(connection)
  const accounting = accountingLookups(connection)
  const signalReceivers = signalReceiverReads(connection)
  const signalTransmitters = signalTransmitterReads(connection)
  const snapshot = sharedSnapshot(connection, () => writer.answered)
  let closing: Promise<void> | undefined

  /** One row, or a handful, by an index. */
  const look = <Found>(find: () => Found): Promise<Found> => {
    if (closing) return Promise.reject(unavailable('The store is closed.'))
    try {
      snapshot.enter()
      return Promise.resolve(find())
    } catch (error) {
      return Promise.reject(asFailure(error))
    }
  }

  return {
    ...asking(writer, [
      'register',
      'recordActivity',
      'setCommand',
      'finishLogon',
      'finishLogons',
      'renewCredential',
      'confirmClosed',
      'endSessions',
      'forgetEnded',
      'createPlan',
      'startClosure',
      'createHold',
      'liftHold',
      'changeSettings',
      'markRefusedEverywhere',
      'advanceDeliveries',
      'giveUpExpired',
      'setSpeedTarget',
      'retryDeliveries',
      'acknowledgeFeed',
      'verifyFeed',
      'finishRestart',
      'createWebhook',
      'changeWebhook',
      'deleteWebhook',
      'settleRound',
      'noteAttempt',
      'retryWebhook',
      'forgetEvents',
      'addSigningKey',
      'rememberToken',
      'createSignalReceiver',
      'changeSignalReceiver',
      'addSignalReceiverKey',
      'noteSignalReceiver',
      'addSignalNotice',
      'dropSignalNotices',
      'redirectUntaken',
      'refuseUntaken',
      'createSignalTransmitter',
      'changeSignalTransmitter',
      'noteSignalTransmitter',
      'takeSignal',
      'forgetSignals',
      'writeAudit',
      'installationSecret',
      'createAdministrator',
      'changeAdministrator',
      'recordLogon',
      'recordFailure',
      'clearFailures',
      'forgetFailures',
      'saveSetupTokenHash',
    ]),
    ...asking(writer, ['createSource', 'changeSource', 'addSourceKey', 'noteSourcesSeen'], () => {
      sourceChanges += 1
    }),
    ...asking(pages, [
      'sessionsByIds',
      'sessionsByUser',
      'sessionsByHandles',
      'feedAfter',
      'webhookAttempts',
      'sessionsOfNas',
      'silentClosing',
      'expiredSessions',
      'page',
      'plannedSessions',
      'closures',
      'holds',
      'comingsBack',
      'unfinishedClosures',
      'unprovedClosures',
      'dueDeliveries',
      'nextDueAt',
      'recipientQueues',
      'givenUpRecipients',
      'givenUp',
      'receipts',
      'untakenDeliveries',
      'signalNotices',
    ]),
    // Beside the pages, where there is a second reader: these look at many rows and may take longer than a page should.
    ...asking(counts, [
      'summarize',
      'count',
      'countDeliveries',
      'countStillOnline',
      'countBySource',
      'receiptsAfter',
      'speed',
      'eventsAfter',
      'dueSetAside',
      'webhookCounts',
      'countUntaken',
    ]),
    exportSessions: (search, signal) => exportPages((request) => counts.ask('page', request), search, signal),

    sessionByCredential: (hash) => look(() => sessionByCredential(connection, hash)),
    sessionById: (id) => look(() => sessionById(connection, id)),
    sessionByHandle: (sourceId, handle) => look(() => sessionByHandle(connection, sourceId, handle)),
    keepAccounting: (batch) => writer.ask('keepAccounting', packBatch(batch)),
    knownToAccounting: (sessions, nases) => look(() => accounting.knownToAccounting(sessions, nases)),
    stillOnline: (sessionIds) => look(() => accounting.stillOnline(sessionIds)),
    radiusOfSessions: (sessionIds) => look(() => accounting.radiusOfSessions(sessionIds)),
    unfinishedRestarts: () => look(() => accounting.unfinishedRestarts()),
    feedBounds: (sourceId) => look(() => feedBounds(connection, sourceId)),
    sources: () => look(() => sources.sources()),
    sourceById: (id) => look(() => sources.sourceById(id)),
    sourceByKeyHash: (hash) => look(() => sources.sourceByKeyHash(hash)),
    webhooks: () => look(() => allWebhooks(connection)),
    webhookById: (id) => look(() => webhookById(connection, id)),
    signingKeys: () => look(() => keys.signingKeys()),
    knowsToken: (issuer, tokenId) => look(() => keys.knowsToken(issuer, tokenId)),
    signalReceivers: () => look(() => signalReceivers.signalReceivers()),
    signalReceiverById: (id) => look(() => signalReceivers.signalReceiverById(id)),
    signalTransmitters: () => look(() => signalTransmitters.signalTransmitters()),
    wasSignalTaken: (id, jti) => look(() => signalTransmitters.wasSignalTaken(id, jti)),
    planById: (id) => look(() => planById(connection, id)),
    closureById: (id) => look(() => closureById(connection, id)),
    holdById: (id) => look(() => holdById(connection, id)),
    holdsInForce: (now) => look(() => holdsInForce(connection, now)),
    settings: () => look(() => settings(connection)),
    deliveryById: (id) => look(() => deliveryById(connection, id)),
    speedTarget: () => look(() => speedTarget(connection)),
    receiptById: (id) => look(() => receiptById(connection, id)),
    deliveriesOfSession: (sessionId) => look(() => deliveriesOfSession(connection, sessionId)),
    administratorById: (id) => look(() => administrators.administratorById(id)),
    administratorByUserId: (userId) => look(() => administrators.administratorByUserId(userId)),
    administrators: () => look(() => administrators.administrators()),
    attempts: (keys) => look(() => administrators.attempts(keys)),
    setupTokenHash: () => look(() => administrators.setupTokenHash()),

    async check() {
      await Promise.all([writer.ask('check'), ...readers.map((reader) => reader.ask('check'))])
      await look(() => undefined)
    },
    close() {
      snapshot.end()
      closing ??= close()
      return closing
    },
  }
}

type Asked<Known extends Acts> = {
  [Name in keyof Known]: (...words: Parameters<Known[Name]>) => Promise<ReturnType<Known[Name]>>
}

function asking<Known extends Acts, Name extends keyof Known & string>(
  worker: StoreWorker<Known>,
  names: readonly Name[],
  onAnswer?: () => void,
): Pick<Asked<Known>, Name> {
  const ask =
    (name: Name) =>
    (...words: Parameters<Known[Name]>) => {
      const answer = worker.ask(name, ...words)
      return onAnswer ? answer.finally(onAnswer) : answer
    }
  const calls = names.map((name) => [name, ask(name)])
  return trust(Object.fromEntries(calls))
}
