import type { AccountingWatch, HeardByAccounting } from '@curfew/registry'
import type { Mishap } from './scenarios.ts'

const none = {
  'unknown-nas': 0,
  'wrong-secret': 0,
  'no-message-authenticator': 0,
  malformed: 0,
  'unexpected-code': 0,
  'too-many-waiting': 0,
  'not-stored': 0,
}

/** What arrives where NASes are; where they refuse, some of it cannot be taken either. */
export function pretendedPackets({ kind }: Mishap, now: Date): AccountingWatch {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  const listensOn = ['0.0.0.0', '::'].map((address) => ({ address, port: 1813 }))
  const counted = { received: 184_223, answered: 184_101, duplicates: 37 }
  const heard: HeardByAccounting = { since: ago(600), listensOn, ...counted, refused: none, refusals: [] }
  if (kind !== 'nases-refuse') return { read: () => heard }
  const between = (first: number, last: number) => ({ firstAt: ago(first), lastAt: ago(last), detail: '' })
  const refusals: HeardByAccounting['refusals'] = [
    { address: '10.1.2.3', reason: 'unknown-nas', count: 12, ...between(58, 2) },
    { address: '192.0.2.2', reason: 'wrong-secret', count: 41, ...between(33, 3) },
    { address: '2001:db8:7::21', reason: 'unknown-nas', count: 1, ...between(20, 20) },
    { address: '192.0.2.4', reason: 'no-message-authenticator', count: 3, ...between(90, 44) },
    {
      address: '192.0.2.1',
      reason: 'malformed',
      count: 2,
      ...between(310, 305),
      detail: 'It has no Acct-Session-Id (RFC 2866 §5.5).',
    },
  ]
  const refused = refusals.reduce((sum, { reason, count }) => ({ ...sum, [reason]: sum[reason] + count }), none)
  return { read: () => ({ ...heard, refused, refusals }) }
}
