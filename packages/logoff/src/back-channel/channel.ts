import { randomUUID } from 'node:crypto'
import { setTimeout as pauseFor } from 'node:timers/promises'
import type { SigningAlgorithm } from '@curfew/contract'
import type {
  KeptBackChannel,
  Logoff,
  LogoffChannel,
  RegistryStore,
  SigningKey,
  Source,
  TellOutcome,
} from '@curfew/registry'
import type { Exchange } from '../exchange/exchange.ts'
import { outcomeOf } from './answer.ts'
import { type Message, messagesFor, sidOf } from './messages.ts'
import { probe } from './probe.ts'
import { createSigners } from './signers.ts'
import type { Signer } from './token.ts'

export type BackChannelOptions = {
  readonly store: Pick<RegistryStore, 'sourceById' | 'sessionsByUser'>
  /** The key of ours that signs with that algorithm now. */
  readonly ownKey: (algorithm: SigningAlgorithm) => Promise<Pick<SigningKey, 'jwk'>>
  readonly exchange: Exchange
  readonly clock: () => Date
  readonly pause?: (ms: number) => Promise<void>
}

/** Posts under way to one relying party. */
const mostAtOnce = 16
/** After so many that failed in a row the others of the same batch need not be tried: they come back with their next attempt. */
const mostFailures = 3

/** Relying parties are told by OpenID Connect Back-Channel Logout 1.0; the recipient is their source. */
export function createBackChannel(options: BackChannelOptions): LogoffChannel {
  const { store } = options
  const signerFor = createSigners(options.ownKey)
  const tellSource = async (
    sourceId: string,
    logoffs: readonly Logoff[],
  ): Promise<ReadonlyMap<Logoff, TellOutcome>> => {
    const source = await store.sourceById(sourceId)
    const settings = source?.backChannel
    if (!source || !settings) return new Map(logoffs.map((logoff) => [logoff, noSettings]))
    const open = settings.honoursSub ? await usersWithOpenSessions(store, source, logoffs) : new Set<string>()
    const messages = messagesFor(logoffs, settings, (userId) => open.has(userId))
    const signer = await signerFor(settings)
    return sendAll(messages, (message) => send(message, settings, signer, options))
  }

  return {
    channel: 'back-channel',
    async tell(logoffs) {
      const groups = Map.groupBy(logoffs, ({ delivery }) => delivery.recipient)
      const told = await Promise.all(Array.from(groups, ([sourceId, some]) => tellSource(sourceId, some)))
      const outcomes = new Map(told.flatMap((some) => Array.from(some)))
      return logoffs.map((logoff) => outcomes.get(logoff) ?? notTried)
    },
  }
}

const noSettings: TellOutcome = { to: 'refused', cause: 'The source has no back-channel settings any more.' }
const notTried: TellOutcome = { to: 'unreachable', cause: 'It did not answer those before.' }

/** @returns the outcome of every logoff */
async function sendAll(
  messages: readonly Message[],
  send: (message: Message) => Promise<ReadonlyMap<Logoff, TellOutcome>>,
): Promise<ReadonlyMap<Logoff, TellOutcome>> {
  const outcomes = new Map<Logoff, TellOutcome>()
  const queue = messages.values()
  let failures = 0
  const work = async () => {
    for (const message of queue) {
      if (failures >= mostFailures) return
      for (const [logoff, outcome] of await send(message)) {
        outcomes.set(logoff, outcome)
        failures = outcome.to === 'unreachable' ? failures + 1 : 0
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, messages.length) }, work))
  return outcomes
}

async function send(
  { about, logoffs }: Message,
  settings: KeptBackChannel,
  sign: Signer,
  { exchange, clock, pause = pauseFor }: BackChannelOptions,
): Promise<ReadonlyMap<Logoff, TellOutcome>> {
  const { uri, issuer, audience, retryOn, allowsPrivateAddresses } = settings
  // Made at this very attempt: a receiver remembers the `jti` of those before.
  const token = await sign({ issuer, audience, about, jti: randomUUID(), issuedAt: clock() })
  const answered = await exchange({ uri, form: { logout_token: token }, allowsPrivateAddresses })
  const outcome = outcomeOf(answered, retryOn)
  const proved = logoffs.map(async (logoff): Promise<readonly [Logoff, TellOutcome]> => {
    if (outcome.to !== 'acknowledged') return [logoff, outcome]
    return [logoff, await probe(settings, sidOf(logoff.session, settings.sid), { exchange, pause })]
  })
  return new Map(await Promise.all(proved))
}

/** Of the users of these logoffs. */
async function usersWithOpenSessions(
  store: Pick<RegistryStore, 'sessionsByUser'>,
  { id, kinds }: Source,
  logoffs: readonly Logoff[],
): Promise<ReadonlySet<string>> {
  const users = Array.from(new Set(logoffs.map(({ session }) => session.userId)))
  const sessions = await Promise.all(users.map((userId) => store.sessionsByUser(userId, kinds)))
  const open = sessions.flat().filter(({ sourceId, endedAt }) => sourceId === id && endedAt === null)
  return new Set(open.map(({ userId }) => userId))
}
