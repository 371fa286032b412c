import { signalReceiverSettings, streamStatuses } from '@curfew/contract'
import type { SignalKey, SignalReceiver, SignalStore, SignalStream } from '@curfew/registry'
import { isReceiverTaken, withSignalKey } from '../signal-rows.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { query } from './query.ts'
import type { SignalReceiverTable } from './signal-tables.ts'
import { printDated, readDated, readItem } from './stored-json.ts'
import type { Synchronous } from './synchronous.ts'

type Signals = Synchronous<SignalStore>

/** Few rows: short enough for any thread. */
export function signalReceiverReads(connection: Connection): Pick<Signals, 'signalReceivers' | 'signalReceiverById'> {
  return {
    signalReceivers() {
      return connection.all(query.selectFrom('signal_receiver').selectAll().orderBy('name')).map(receiverOf)
    },
    signalReceiverById(id) {
      const row = connection.first(query.selectFrom('signal_receiver').selectAll().where('id', '=', id))
      return row && receiverOf(row)
    },
  }
}

type WriteNames = 'createSignalReceiver' | 'changeSignalReceiver' | 'addSignalReceiverKey' | 'noteSignalReceiver'

export function signalReceiverWrites(connection: Connection): Pick<Signals, WriteNames> {
  const { signalReceivers, signalReceiverById } = signalReceiverReads(connection)
  const keep = (receiver: SignalReceiver) => {
    const { id, ...columns } = rowOf(receiver)
    connection.run(query.updateTable('signal_receiver').set(columns).where('id', '=', id))
  }
  return {
    createSignalReceiver(receiver, audit) {
      if (isReceiverTaken(signalReceivers(), receiver.name, '')) return 'name-taken'
      connection.run(query.insertInto('signal_receiver').values(rowOf(receiver)))
      writeAudit(connection, [audit])
      return 'created'
    },
    changeSignalReceiver(id, changes, audit) {
      const before = signalReceiverById(id)
      if (!before) return 'not-found'
      if (changes.name !== undefined && isReceiverTaken(signalReceivers(), changes.name, id)) return 'name-taken'
      keep({ ...before, ...changes })
      writeAudit(connection, [audit])
      return 'changed'
    },
    addSignalReceiverKey(id, key, othersExpireAt, audit) {
      const before = signalReceiverById(id)
      if (!before) return 'not-found'
      keep({ ...before, keys: withSignalKey(before.keys, key, othersExpireAt) })
      writeAudit(connection, [audit])
      return 'added'
    },
    noteSignalReceiver(id, facts) {
      const before = signalReceiverById(id)
      if (before) keep({ ...before, facts: { ...before.facts, ...facts } })
    },
  }
}

function receiverOf(row: SignalReceiverTable): SignalReceiver {
  return {
    id: row.id,
    name: row.name,
    settings: signalReceiverSettings.parse(JSON.parse(row.settings)),
    stream: row.stream === null ? null : readDated<SignalStream>(row.stream),
    status: readItem(streamStatuses, row.status),
    statusReason: row.status_reason,
    keys: readDated<readonly SignalKey[]>(row.keys),
    createdAt: new Date(row.created_at),
    facts: readDated<SignalReceiver['facts']>(row.facts),
  }
}

function rowOf(receiver: SignalReceiver): SignalReceiverTable {
  return {
    id: receiver.id,
    name: receiver.name,
    settings: JSON.stringify(receiver.settings),
    stream: receiver.stream && printDated(receiver.stream),
    status: receiver.status,
    status_reason: receiver.statusReason,
    keys: printDated(receiver.keys),
    created_at: receiver.createdAt.getTime(),
    facts: printDated(receiver.facts),
  }
}
