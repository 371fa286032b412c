import type { SessionStore } from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { forgetPlaces } from './feeds.ts'
import { forgetHolds } from './holds.ts'
import { prepare, query } from './query.ts'
import type { Synchronous } from './synchronous.ts'
import { wordFields } from './word-fields.ts'
import type { Words } from './words.ts'

export function forgettingWrites(connection: Connection, words: Words): Pick<Synchronous<SessionStore>, 'forgetEnded'> {
  return {
    forgetEnded(before, limit) {
      const ended = connection.all(
        query
          .selectFrom('session')
          .select(['number', 'id', ...wordFields.map(({ column }) => column)])
          .where('ended_at', '<', before.getTime())
          .orderBy('ended_at')
          .orderBy('id')
          .limit(limit),
      )
      for (const { number, id } of ended) {
        forgetPlaces(connection, connection.all(deleteDeliveries({ id })))
        connection.run(deleteActivity({ number }))
        for (const table of ['radius_session', 'radius_pulse', 'still_online'] as const)
          connection.run(deleteRadius[table]({ number }))
        connection.run(deleteSession({ number }))
      }
      for (const row of ended) words.forget(wordFields.map((field) => [field, row[field.column]]))
      forgetPlans(connection, before)
      forgetHolds(connection, before)
      return ended.length
    },
  }
}

/** Plans that expired before then, unless a closure is still going through them. */
function forgetPlans(connection: Connection, before: Date): void {
  const expired = sql`
    SELECT plan.number FROM plan LEFT JOIN closure ON closure.id = plan.closure_id
    WHERE plan.expires_at < ${before.getTime()} AND closure.state IS NOT 'closing'`
  connection.run(sql`DELETE FROM plan_session WHERE plan_number IN (${expired})`)
  connection.run(sql`DELETE FROM plan WHERE number IN (${expired})`)
}

const deleteDeliveries = prepare<{ id: string }, { recipient: string; feed_position: number | null }>(({ id }) =>
  query.deleteFrom('delivery').where('session_id', '=', id).returning(['recipient', 'feed_position']),
)
const deleteActivity = prepare<{ number: number }, object>(({ number }) =>
  query.deleteFrom('activity').where('session_number', '=', number),
)
const deleteRadius = {
  radius_session: prepare<{ number: number }, object>(({ number }) =>
    query.deleteFrom('radius_session').where('session_number', '=', number),
  ),
  radius_pulse: prepare<{ number: number }, object>(({ number }) =>
    query.deleteFrom('radius_pulse').where('session_number', '=', number),
  ),
  still_online: prepare<{ number: number }, object>(({ number }) =>
    query.deleteFrom('still_online').where('session_number', '=', number),
  ),
}
const deleteSession = prepare<{ number: number }, object>(({ number }) =>
  query.deleteFrom('session').where('number', '=', number),
)
