import type {
  Logoff,
  LogoffChannel,
  RegistryStore,
  SignalReceiver,
  SignalSpeaker,
  Signals,
  TellOutcome,
} from '@curfew/registry'
import { outcomeOfPush, type PostAnswer } from './push-answer.ts'

/** Post to an endpoint of somebody else's. Never rejects, follows no redirect, and ends within its own time limit. */
export type Post = (request: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether it may be in a private network, or on this machine. */
  readonly allowsPrivateAddresses: boolean
}) => Promise<PostAnswer>

export type SharedSignalsOptions = {
  readonly store: Pick<RegistryStore, 'signalReceiverById' | 'noteSignalReceiver'>
  readonly speaker: SignalSpeaker
  readonly post: Post
  readonly clock: () => Date
}

/** SETs of one receiver that are under way at a time. */
const atOnce = 8

/** Receivers of signals that are pushed to. Those that poll ask by themselves, and nothing of theirs is due. */
export function createSharedSignals({ store, speaker, post, clock }: SharedSignalsOptions): {
  readonly channel: LogoffChannel
  readonly push: Signals['push']
} {
  const send = async (receiver: SignalReceiver, set: string): Promise<TellOutcome> => {
    const delivery = receiver.stream?.delivery
    if (delivery?.method !== 'push') return waits('Its receiver polls for it.')
    const { endpointUrl: url, authorizationHeader } = delivery
    const headers = {
      'Content-Type': 'application/secevent+jwt',
      Accept: 'application/json',
      ...(authorizationHeader === null ? {} : { Authorization: authorizationHeader }),
    }
    const { allowsPrivateAddresses } = receiver.settings
    return outcomeOfPush(await post({ url, headers, body: set, allowsPrivateAddresses }))
  }

  const tellOne = async (logoff: Logoff): Promise<TellOutcome> => {
    const receiver = await store.signalReceiverById(logoff.delivery.recipient)
    const held = reasonToHold(receiver)
    if (!receiver || held !== null) return waits(held ?? '')
    const outcome = await send(receiver, await speaker.ofLogoff(receiver, logoff))
    const cause = 'cause' in outcome ? outcome.cause : ''
    const lastResult = { at: clock(), isAccepted: outcome.to === 'acknowledged', cause }
    if (isNews(receiver, lastResult)) await store.noteSignalReceiver(receiver.id, { lastResult }).catch(() => {})
    return outcome
  }

  return {
    channel: {
      channel: 'shared-signals',
      atOnce,
      tell: (logoffs) => Promise.all(logoffs.map(tellOne)),
    },
    async push(receiver, notice) {
      try {
        return await send(receiver, await speaker.ofNotice(receiver, notice))
      } catch {
        return { to: 'unreachable', cause: 'The event could not be signed.' }
      }
    },
  }
}

const newsEveryMs = 5_000

/** A thousand SETs that all went well are one piece of news. */
function isNews({ facts }: SignalReceiver, result: NonNullable<SignalReceiver['facts']['lastResult']>): boolean {
  const { lastResult: known } = facts
  if (!known || known.isAccepted !== result.isAccepted || known.cause !== result.cause) return true
  return result.at.getTime() - known.at.getTime() >= newsEveryMs
}

function reasonToHold(receiver: SignalReceiver | undefined): string | null {
  if (!receiver) return 'The receiver is no longer registered.'
  if (!receiver.stream) return 'The receiver has no stream.'
  if (receiver.status === 'paused') return `The stream is paused${because(receiver)}. It is sent when it is enabled.`
  return receiver.status === 'disabled' ? `The stream is disabled${because(receiver)}.` : null
}

function because({ statusReason }: SignalReceiver): string {
  return statusReason === '' ? '' : ` (${statusReason})`
}

/** Nothing is tried until the receiver, or somebody for it, changes that. */
function waits(cause: string): TellOutcome {
  return { to: 'unreachable', cause, comesBack: true }
}
