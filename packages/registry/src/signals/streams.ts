import { CurfewError, type StreamStatus } from '@curfew/contract'
import { auditEntry } from '../audit.ts'
import type { Actor } from '../closing.ts'
import { sendNotice, sendWaitingNotices } from './notices.ts'
import type { SignalPorts } from './ports.ts'
import { existingReceiver } from './receivers.ts'
import type { SignalReceiver, SignalStream } from './signal-receiver.ts'

/** What the one who sets a stream up may say of it. */
export type StreamWishes = Partial<Pick<SignalStream, 'delivery' | 'eventsRequested' | 'description'>>

const fresh = { delivery: { method: 'poll' }, eventsRequested: [], description: null } as const

/**
 * Set up the stream of a receiver. Without a delivery it is polled for.
 *
 * @throws CurfewError `signal-stream-exists`
 * @see SSF 1.0 §8.1.1.1
 */
export async function createSignalStream(
  ports: SignalPorts,
  receiver: SignalReceiver,
  wishes: StreamWishes,
  actor: Actor = actorOf(receiver),
): Promise<SignalReceiver> {
  if (receiver.stream)
    throw new CurfewError('signal-stream-exists', `The stream is ${receiver.stream.id}. Nothing was changed.`)
  const stream = { ...fresh, ...wishes, id: ports.newId(), createdAt: ports.clock() }
  return keepStream(ports, receiver, stream, actor)
}

/** Set the stream up, or move it: what waits goes the new way. */
export async function setSignalStream(
  ports: SignalPorts,
  receiverId: string,
  wishes: StreamWishes,
  actor: Actor,
): Promise<SignalReceiver> {
  const receiver = await existingReceiver(ports, receiverId)
  if (!receiver.stream) return createSignalStream(ports, receiver, wishes, actor)
  return keepStream(ports, receiver, { ...receiver.stream, ...wishes }, actor)
}

/** @throws CurfewError `not-found`: the receiver has no such stream */
export async function changeSignalStream(
  ports: SignalPorts,
  receiver: SignalReceiver,
  streamId: string,
  wishes: StreamWishes,
  how: 'update' | 'replace',
): Promise<SignalReceiver> {
  const stream = streamOf(receiver, streamId)
  return keepStream(
    ports,
    receiver,
    how === 'update' ? { ...stream, ...wishes } : { ...stream, ...fresh, ...wishes },
    actorOf(receiver),
  )
}

/** Nothing is sent any more, and what waits is over. @throws CurfewError `not-found` */
export async function deleteSignalStream(ports: SignalPorts, receiver: SignalReceiver, streamId: string) {
  streamOf(receiver, streamId)
  const changes = { stream: null, status: 'enabled', statusReason: '' } as const
  await change(ports, receiver, changes, 'signal-stream-deleted', { streamId }, actorOf(receiver))
  await letGo(ports, receiver, 'The receiver has given its stream up.')
}

/**
 * Enable, pause or disable a stream. Paused: what happens waits, and goes out when it is enabled. Disabled: nothing waits,
 * and what did is over.
 *
 * @param isOurs we decided it, not the receiver: then it is told so over the stream (§8.1.5)
 * @throws CurfewError `not-found`: the receiver has no stream
 * @see SSF 1.0 §8.1.2
 */
export async function setStreamStatus(
  ports: SignalPorts,
  receiver: SignalReceiver,
  { status, reason }: { readonly status: StreamStatus; readonly reason: string },
  actor: Actor,
  isOurs: boolean,
): Promise<SignalReceiver> {
  const stream = streamOf(receiver, receiver.stream?.id)
  const detail = { status, before: receiver.status, reason }
  const changes = { status, statusReason: reason }
  const changed = await change(ports, receiver, changes, 'signal-stream-status-changed', detail, actor)
  if (status === 'disabled') await letGo(ports, changed, 'The stream was disabled before it was told.')
  if (isOurs && status !== receiver.status)
    await sendNotice(ports, changed, stream, { kind: 'stream-updated', status, reason })
  if (status === 'enabled') await resume(ports, changed)
  return changed
}

/** @throws CurfewError `not-found` */
export function streamOf({ stream }: SignalReceiver, streamId: string | undefined): SignalStream {
  if (!stream || stream.id !== streamId)
    throw new CurfewError('not-found', 'The receiver has no such stream. Nothing was changed.')
  return stream
}

/** A receiver acts for itself; no administrator can have such a name. */
export function actorOf({ name }: SignalReceiver): Actor {
  return { userId: `receiver:${name}`, firstName: '', lastName: '', sessionId: null }
}

async function keepStream(ports: SignalPorts, receiver: SignalReceiver, stream: SignalStream, actor: Actor) {
  const { method } = stream.delivery
  const endpoint = stream.delivery.method === 'push' ? new URL(stream.delivery.endpointUrl).origin : ''
  const detail = { streamId: stream.id, method, endpoint }
  const act = receiver.stream ? 'signal-stream-changed' : 'signal-stream-created'
  const changed = await change(ports, receiver, { stream }, act, detail, actor)
  if (receiver.stream) await resume(ports, changed)
  return changed
}

async function change(
  ports: SignalPorts,
  { id }: SignalReceiver,
  changes: Parameters<SignalPorts['store']['changeSignalReceiver']>[1],
  act: string,
  detail: Record<string, string>,
  actor: Actor,
): Promise<SignalReceiver> {
  await ports.store.changeSignalReceiver(id, changes, auditEntry(ports, actor, act, id, detail))
  return existingReceiver(ports, id)
}

/** What waited for a stream that was paused, or goes another way from now on. */
async function resume(ports: SignalPorts, receiver: SignalReceiver): Promise<void> {
  const isPushed = receiver.stream?.delivery.method === 'push'
  await ports.store.redirectUntaken(receiver.id, isPushed ? ports.clock() : null)
  await sendWaitingNotices(ports, receiver)
  ports.wakeDeliveries()
}

async function letGo(ports: SignalPorts, { id }: SignalReceiver, cause: string): Promise<void> {
  await ports.store.refuseUntaken(id, cause)
  const notices = await ports.store.signalNotices(id)
  await ports.store.dropSignalNotices(notices.map((notice) => notice.id))
}
