import { compareText, type Delivery, giveUpTime, type SignalStore } from '@curfew/registry'
import { isReceiverTaken, isTransmitterTaken, isUntaken, withSignalKey } from '../signal-rows.ts'
import { keepDelivery } from './queues.ts'
import type { Tables } from './tables.ts'

/** Receivers, transmitters, and what has still to be taken. */
export function signalStore(tables: Tables): SignalStore {
  const { signalReceivers, signalNotices, signalTransmitters, signalsTaken } = tables
  const receivers = () => Array.from(signalReceivers.values())
  const transmitters = () => Array.from(signalTransmitters.values())
  const untaken = (receiverId: string) =>
    Array.from(tables.deliveries.values())
      .filter((delivery) => delivery.recipient === receiverId && isUntaken(delivery))
      .sort((one, other) => compareText(one.id, other.id))

  return {
    async createSignalReceiver(receiver, audit) {
      if (isReceiverTaken(receivers(), receiver.name, '')) return 'name-taken'
      signalReceivers.set(receiver.id, receiver)
      tables.audit.set(audit.id, audit)
      return 'created'
    },
    async changeSignalReceiver(id, changes, audit) {
      const before = signalReceivers.get(id)
      if (!before) return 'not-found'
      if (changes.name !== undefined && isReceiverTaken(receivers(), changes.name, id)) return 'name-taken'
      signalReceivers.set(id, { ...before, ...changes })
      tables.audit.set(audit.id, audit)
      return 'changed'
    },
    async addSignalReceiverKey(id, key, othersExpireAt, audit) {
      const before = signalReceivers.get(id)
      if (!before) return 'not-found'
      signalReceivers.set(id, { ...before, keys: withSignalKey(before.keys, key, othersExpireAt) })
      tables.audit.set(audit.id, audit)
      return 'added'
    },
    async noteSignalReceiver(id, facts) {
      const before = signalReceivers.get(id)
      if (before) signalReceivers.set(id, { ...before, facts: { ...before.facts, ...facts } })
    },
    async signalReceivers() {
      return receivers().sort((one, other) => compareText(one.name, other.name))
    },
    async signalReceiverById(id) {
      return signalReceivers.get(id)
    },
    async countUntaken() {
      const counts = new Map<string, number>()
      for (const delivery of tables.deliveries.values())
        if (isUntaken(delivery)) counts.set(delivery.recipient, (counts.get(delivery.recipient) ?? 0) + 1)
      return counts
    },

    async addSignalNotice(notice) {
      signalNotices.set(notice.id, notice)
    },
    async signalNotices(receiverId) {
      return Array.from(signalNotices.values())
        .filter((notice) => notice.receiverId === receiverId)
        .sort((one, other) => compareText(one.id, other.id))
    },
    async dropSignalNotices(ids) {
      const dropped = ids.flatMap((id) => signalNotices.get(id) ?? [])
      for (const { id } of dropped) signalNotices.delete(id)
      return dropped
    },

    async untakenDeliveries(receiverId, limit) {
      return untaken(receiverId).slice(0, limit)
    },
    async redirectUntaken(receiverId, at) {
      for (const delivery of untaken(receiverId).filter(({ status }) => status !== 'sent'))
        keepDelivery(tables, {
          ...delivery,
          status: 'pending',
          cause: '',
          nextAttemptAt: at,
          giveUpAt: at === null ? delivery.giveUpAt : giveUpTime(at),
          givenUpAt: null,
        })
    },
    async refuseUntaken(receiverId, cause) {
      const refused = untaken(receiverId)
      for (const delivery of refused) keepDelivery(tables, refusedFor(delivery, cause))
      return refused.length
    },

    async createSignalTransmitter(transmitter, audit) {
      if (isTransmitterTaken(transmitters(), transmitter)) return 'taken'
      signalTransmitters.set(transmitter.id, transmitter)
      tables.audit.set(audit.id, audit)
      return 'created'
    },
    async changeSignalTransmitter(id, changes, audit) {
      const before = signalTransmitters.get(id)
      if (!before) return 'not-found'
      const changed = { ...before, ...changes }
      if (isTransmitterTaken(transmitters(), changed)) return 'taken'
      signalTransmitters.set(id, changed)
      tables.audit.set(audit.id, audit)
      return 'changed'
    },
    async noteSignalTransmitter(id, facts) {
      const before = signalTransmitters.get(id)
      if (before) signalTransmitters.set(id, { ...before, facts: { ...before.facts, ...facts } })
    },
    async signalTransmitters() {
      return transmitters().sort((one, other) => compareText(one.name, other.name))
    },
    async wasSignalTaken(transmitterId, jti) {
      return signalsTaken.has(takenKey(transmitterId, jti))
    },
    async takeSignal({ transmitterId, jti, at }, audit) {
      signalsTaken.set(takenKey(transmitterId, jti), at)
      for (const entry of audit) tables.audit.set(entry.id, entry)
    },
    async forgetSignals(before, limit) {
      const old = Array.from(signalsTaken)
        .filter(([, at]) => at < before)
        .slice(0, limit)
      for (const [key] of old) signalsTaken.delete(key)
      return old.length
    },
  }
}

function refusedFor(delivery: Delivery, cause: string): Delivery {
  return { ...delivery, status: 'refused', cause, nextAttemptAt: null, givenUpAt: null }
}

function takenKey(transmitterId: string, jti: string): string {
  return `${transmitterId} ${jti}`
}
