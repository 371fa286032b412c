import { privateJwk } from '@curfew/contract'
import type { ReceivedTokenStore, SigningKey, SigningKeyStore } from '@curfew/registry'
import { withSigningKey } from '../signing-key-rows.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import { timeOrNull } from './session-rows.ts'
import type { SigningKeyTable } from './signing-key-table.ts'
import type { Synchronous } from './synchronous.ts'

type Keys = Synchronous<SigningKeyStore>
type Tokens = Synchronous<ReceivedTokenStore>

/** A handful of rows: short enough for any thread. */
export function signingKeyReads(connection: Connection): Pick<Keys, 'signingKeys'> & Pick<Tokens, 'knowsToken'> {
  return {
    signingKeys() {
      const rows = connection.all(
        query.selectFrom('signing_key').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc'),
      )
      return rows.map(keyOf)
    },
    knowsToken(issuer, tokenId) {
      return connection.first(findToken({ issuer, token_id: tokenId })) !== undefined
    },
  }
}

export function signingKeyWrites(connection: Connection): Pick<Keys, 'addSigningKey'> & Pick<Tokens, 'rememberToken'> {
  const { signingKeys } = signingKeyReads(connection)
  return {
    addSigningKey(key, inPlaceOf, othersUntil, audit) {
      const after = withSigningKey(signingKeys(), key, inPlaceOf, othersUntil)
      if (!after) return 'outrun'
      connection.run(query.deleteFrom('signing_key'))
      for (const one of after) connection.run(query.insertInto('signing_key').values(rowOf(one)))
      writeAudit(connection, [audit])
      return 'added'
    },
    rememberToken(issuer, tokenId, until, now) {
      connection.run(query.deleteFrom('received_token').where('until', '<=', now.getTime()))
      connection.run(
        query
          .insertInto('received_token')
          .values({ issuer, token_id: tokenId, until: until.getTime() })
          .onConflict((conflict) => conflict.columns(['issuer', 'token_id']).doNothing()),
      )
    },
  }
}

const findToken = prepare<{ issuer: string; token_id: string }, { until: number }>(({ issuer, token_id }) =>
  query.selectFrom('received_token').select('until').where('issuer', '=', issuer).where('token_id', '=', token_id),
)

function keyOf(row: SigningKeyTable): SigningKey {
  return {
    id: row.id,
    algorithm: row.algorithm,
    jwk: privateJwk.parse(JSON.parse(row.jwk)),
    createdAt: new Date(row.created_at),
    signsFrom: new Date(row.signs_from),
    publishedUntil: timeOrNull(row.published_until),
  }
}

function rowOf(key: SigningKey): SigningKeyTable {
  return {
    id: key.id,
    algorithm: key.algorithm,
    jwk: JSON.stringify(key.jwk),
    created_at: key.createdAt.getTime(),
    signs_from: key.signsFrom.getTime(),
    published_until: key.publishedUntil?.getTime() ?? null,
  }
}
