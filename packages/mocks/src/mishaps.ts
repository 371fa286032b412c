import { CurfewError } from '@curfew/contract'
import type { Commands, Logoff, LogoffChannel, NewSession } from '@curfew/registry'
import type { MemoryStore } from '@curfew/store/memory'
import type { Pause } from './mock-api.ts'
import type { Mishap } from './scenarios.ts'

/*
 * What goes wrong goes wrong where it would in life: in a port. The routes and the rules above it do not know, so the error
 * takes its real way out.
 */

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
  'feedBounds',
  'feedAfter',
  'webhooks',
  'webhookById',
  'eventsAfter',
  'dueSetAside',
  'webhookCounts',
  'webhookAttempts',
  'signalReceivers',
  'signalReceiverById',
  'countUntaken',
  'signalNotices',
  'untakenDeliveries',
  'signalTransmitters',
  'wasSignalTaken',
  'signingKeys',
  'knowsToken',
  'administratorById',
  'administratorByUserId',
  'administrators',
  'attempts',
  'setupTokenHash',
  'installationSecret',
  'close',
] satisfies (keyof MemoryStore)[])

/** @param isBegun from then on the mishap is on its way: somebody is logged on */
export function storeWith(
  mishap: Mishap,
  store: MemoryStore,
  { pause, isBegun }: { readonly pause: Pause; readonly isBegun: () => boolean },
): MemoryStore {
  if (mishap.kind === 'store-cannot-be-written') return unwritable(store, isBegun)
  if (mishap.kind === 'own-session-expires') return impatient(store, mishap.idleLimitSeconds)
  if (mishap.kind === 'own-session-closed-while-exporting') return slowToExport(store, pause)
  return store
}

/** It answers, and cannot be written: a full disk. */
function unwritable(store: MemoryStore, isDown: () => boolean): MemoryStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function' || reads.has(name)) return method
      return async (...words: unknown[]): Promise<unknown> => {
        if (!isDown()) return Reflect.apply(method, target, words)
        throw new CurfewError('store-unavailable', 'The disk is full. Nothing was changed; make room, then repeat it.')
      }
    },
  })
}

/** An administrator at a browser is away after so many seconds. */
function impatient(store: MemoryStore, idleLimitSeconds: number): MemoryStore {
  const hurried = (session: NewSession): NewSession =>
    session.kind === 'security-console' && session.status === 'active' ? { ...session, idleLimitSeconds } : session
  return { ...store, register: (batch, rules) => store.register(batch.map(hurried), rules) }
}

/** Its exports pause before each batch. */
function slowToExport(store: MemoryStore, pause: Pause): MemoryStore {
  return {
    ...store,
    async *exportSessions(search, signal) {
      for await (const batch of store.exportSessions(search, signal)) {
        await pause(400)
        signal.throwIfAborted()
        yield batch
      }
    },
  }
}

/** Commands of that name are ordered as ever; then something happens. */
export function interrupting(commands: Commands, name: string, happen: () => Promise<void>): Commands {
  return {
    ...commands,
    run(session, ordered, work) {
      const running = commands.run(session, ordered, work)
      if (ordered === name) void happen()
      return running
    },
  }
}

/** Sources of the cast that do not answer in `unreachable-recipients`, beside its NASes. */
const silentSources: ReadonlySet<string> = new Set(['portal'])
const cause = 'No answer in three attempts of one second.'

type MadeUp = {
  readonly pause: Pause
  readonly areSilent: boolean
  readonly since: Date
  /** Tells the sources that are registered: these have guards, or none, of their own. */
  readonly guardFeed: LogoffChannel
}

/**
 * The sources of the made-up sessions as recipients. They hear at once and prove it a moment later; with `areSilent` some of
 * them do not answer, and have not for a while.
 */
export function madeUpSources(
  { sources: registered }: Pick<MemoryStore, 'sources'>,
  { pause, areSilent, since, guardFeed }: MadeUp,
): readonly LogoffChannel[] {
  const isSilent = (source: string) => areSilent && silentSources.has(source)
  const tell: LogoffChannel['tell'] = async (logoffs) => {
    await pause(300)
    return logoffs.map(({ session }) => (isSilent(session.source) ? { to: 'unreachable', cause } : { to: 'verified' }))
  }
  return [
    {
      channel: 'guard-feed',
      async tell(logoffs) {
        const real = new Set((await registered()).map(({ id }) => id))
        const isReal = ({ delivery }: Logoff) => real.has(delivery.recipient)
        const [told, pretended] = await Promise.all([
          guardFeed.tell(logoffs.filter(isReal)),
          tell(logoffs.filter((logoff) => !isReal(logoff))),
        ])
        const [answers, others] = [told.values(), pretended.values()]
        return logoffs.flatMap((logoff) => (isReal(logoff) ? answers : others).next().value ?? [])
      },
      async cannotBeTold(sources) {
        const real = new Set((await registered()).map(({ id }) => id))
        const pretended = sources.filter(({ sourceId, source }) => !real.has(sourceId) && isSilent(source))
        return [
          ...((await guardFeed.cannotBeTold?.(sources)) ?? []),
          ...pretended.map(({ source, count }) => ({ recipient: source, sessions: count, cause, since })),
        ]
      },
    },
  ]
}

/** The browsers of made-up administrators hold no stream here, and hear all the same. The real one hears as ever. */
export function withMadeUpBrowsers(
  channel: LogoffChannel,
  mySessionId: () => Promise<string | undefined>,
): LogoffChannel {
  return {
    ...channel,
    async tell(logoffs) {
      const mine = await mySessionId()
      const outcomes = await channel.tell(logoffs)
      return logoffs.map(
        ({ session }, index) => (session.id === mine ? outcomes[index] : undefined) ?? { to: 'verified' },
      )
    },
  }
}
