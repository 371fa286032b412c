import { signalTransmitterSettings } from '@curfew/contract'
import type { SignalStore, SignalTransmitter } from '@curfew/registry'
import { sql } from 'kysely'
import { isTransmitterTaken } from '../signal-rows.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { query } from './query.ts'
import type { SignalTransmitterTable } from './signal-tables.ts'
import { printDated, readDated } from './stored-json.ts'
import type { Synchronous } from './synchronous.ts'

type Signals = Synchronous<SignalStore>

export function signalTransmitterReads(connection: Connection): Pick<Signals, 'signalTransmitters' | 'wasSignalTaken'> {
  return {
    signalTransmitters() {
      return connection.all(query.selectFrom('signal_transmitter').selectAll().orderBy('name')).map(transmitterOf)
    },
    wasSignalTaken(transmitterId, jti) {
      const taken = query.selectFrom('signal_taken').select('at').where('transmitter_id', '=', transmitterId)
      return connection.first(taken.where('jti', '=', jti)) !== undefined
    },
  }
}

type WriteNames =
  | 'createSignalTransmitter'
  | 'changeSignalTransmitter'
  | 'noteSignalTransmitter'
  | 'takeSignal'
  | 'forgetSignals'

export function signalTransmitterWrites(connection: Connection): Pick<Signals, WriteNames> {
  const { signalTransmitters } = signalTransmitterReads(connection)
  const known = (id: string) => signalTransmitters().find((one) => one.id === id)
  const keep = (transmitter: SignalTransmitter) => {
    const { id, ...columns } = rowOf(transmitter)
    connection.run(query.updateTable('signal_transmitter').set(columns).where('id', '=', id))
  }
  return {
    createSignalTransmitter(transmitter, audit) {
      if (isTransmitterTaken(signalTransmitters(), transmitter)) return 'taken'
      connection.run(query.insertInto('signal_transmitter').values(rowOf(transmitter)))
      writeAudit(connection, [audit])
      return 'created'
    },
    changeSignalTransmitter(id, changes, audit) {
      const before = known(id)
      if (!before) return 'not-found'
      const changed = { ...before, ...changes }
      if (isTransmitterTaken(signalTransmitters(), changed)) return 'taken'
      keep(changed)
      writeAudit(connection, [audit])
      return 'changed'
    },
    noteSignalTransmitter(id, facts) {
      const before = known(id)
      if (before) keep({ ...before, facts: { ...before.facts, ...facts } })
    },
    takeSignal({ transmitterId, jti, at }, audit) {
      connection.run(
        query
          .insertInto('signal_taken')
          .values({ transmitter_id: transmitterId, jti, at: at.getTime() })
          .onConflict((conflict) => conflict.doNothing()),
      )
      writeAudit(connection, audit)
    },
    forgetSignals(before, limit) {
      return connection.run(sql`
        DELETE FROM signal_taken WHERE (transmitter_id, jti) IN (
          SELECT transmitter_id, jti FROM signal_taken WHERE at < ${before.getTime()} ORDER BY at LIMIT ${limit})`)
    },
  }
}

function transmitterOf(row: SignalTransmitterTable): SignalTransmitter {
  return {
    id: row.id,
    name: row.name,
    settings: signalTransmitterSettings.parse(JSON.parse(row.settings)),
    disabled: row.disabled === 1,
    createdAt: new Date(row.created_at),
    facts: readDated<SignalTransmitter['facts']>(row.facts),
  }
}

function rowOf(transmitter: SignalTransmitter): SignalTransmitterTable {
  return {
    id: transmitter.id,
    name: transmitter.name,
    issuer: transmitter.settings.issuer,
    settings: JSON.stringify(transmitter.settings),
    disabled: Number(transmitter.disabled),
    created_at: transmitter.createdAt.getTime(),
    facts: printDated(transmitter.facts),
  }
}
