import type { AdministratorStore } from '@curfew/access'
import type { RegistryStore } from '@curfew/registry'
import { accountingStore } from './accounting.ts'
import { administratorStore } from './administrators.ts'
import { closings } from './closing.ts'
import { deliveryStore } from './deliveries.ts'
import { feedStore } from './feeds.ts'
import { forgetEnded } from './forgetting.ts'
import { holdStore } from './holds.ts'
import { sessionSearches } from './search.ts'
import { sessionLives } from './sessions.ts'
import { signalStore } from './signals.ts'
import { signingKeyStore } from './signing-keys.ts'
import { type Persistence, printTables, readTables } from './snapshot.ts'
import { sourceStore } from './sources.ts'
import { webhookStore } from './webhooks.ts'

export type { Persistence }
export type MemoryStore = RegistryStore & AdministratorStore

/**
 * A store that forgets with its process: for tests, and for the mock back end in a browser tab. It keeps every promise
 * of the ports but durability.
 *
 * @param options.persist outlives a reload of the page, where something does
 */
export function createMemoryStore({ persist }: { readonly persist?: Persistence } = {}): MemoryStore {
  const tables = readTables(persist?.load() ?? null)
  const store: MemoryStore = {
    ...sessionLives(tables),
    ...sessionSearches(tables),
    ...closings(tables),
    ...holdStore(tables),
    ...deliveryStore(tables),
    ...sourceStore(tables),
    ...feedStore(tables),
    ...webhookStore(tables),
    ...signingKeyStore(tables),
    ...accountingStore(tables),
    ...signalStore(tables),
    ...administratorStore(tables),
    async forgetEnded(before, limit) {
      return forgetEnded(tables, before, limit)
    },
    async writeAudit(entries) {
      for (const entry of entries) tables.audit.set(entry.id, entry)
    },
    async installationSecret() {
      const secret = tables.settings.get('installation-secret') ?? newSecret()
      tables.settings.set('installation-secret', secret)
      return Uint8Array.from(secret.split(','), Number)
    },
    async check() {},
    async close() {},
  }
  return persist ? savingAfter(store, () => persist.save(() => printTables(tables))) : store
}

function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).join(',')
}

const reads: ReadonlySet<PropertyKey> = new Set([
  'sessionByCredential',
  'sessionById',
  'sessionsByIds',
  'sessionsByUser',
  'sessionByHandle',
  'sessionsByHandles',
  'expiredSessions',
  'page',
  'summarize',
  'count',
  'exportSessions',
  'planById',
  'plannedSessions',
  'closureById',
  'closures',
  'unfinishedClosures',
  'unprovedClosures',
  'holdById',
  'holdsInForce',
  'holds',
  'comingsBack',
  'settings',
  'dueDeliveries',
  'nextDueAt',
  'recipientQueues',
  'givenUpRecipients',
  'givenUp',
  'deliveryById',
  'deliveriesOfSession',
  'countDeliveries',
  'receipts',
  'receiptById',
  'speed',
  'speedTarget',
  'receiptsAfter',
  'sources',
  'sourceById',
  'sourceByKeyHash',
  'countBySource',
  'knownToAccounting',
  'radiusOfSessions',
  'stillOnline',
  'countStillOnline',
  'sessionsOfNas',
  'unfinishedRestarts',
  'silentClosing',
  'feedBounds',
  'feedAfter',
  'webhooks',
  'webhookById',
  'eventsAfter',
  'dueSetAside',
  'webhookCounts',
  'webhookAttempts',
  'signingKeys',
  'knowsToken',
  'signalReceivers',
  'signalReceiverById',
  'countUntaken',
  'signalNotices',
  'untakenDeliveries',
  'signalTransmitters',
  'wasSignalTaken',
  'administratorById',
  'administratorByUserId',
  'administrators',
  'attempts',
  'setupTokenHash',
  'check',
] satisfies (keyof MemoryStore)[])

function savingAfter(store: MemoryStore, save: () => void): MemoryStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function' || reads.has(name)) return method
      return async (...words: unknown[]) => {
        const answer: unknown = await Reflect.apply(method, target, words)
        save()
        return answer
      }
    },
  })
}
