import type { SourceView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { messages } from '../../../messages/later-messages.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { accountingQuery } from '../queries.ts'

/** Said wherever NASes are while nobody listens to them. */
export function AccountingOff() {
  const { nases } = messages
  const { data } = useQuery(accountingQuery())
  if (!data || data.since !== null) return null
  return (
    <Banner tone="warn">
      <p>
        <strong>{nases.off}</strong>
      </p>
      <p>{nases.offText('CURFEW_RADIUS_ACCOUNTING_PORT')}</p>
    </Banner>
  )
}

type Props = { readonly source: Pick<SourceView, 'id' | 'disabled'>; readonly now: Date }

/** What comes from the addresses of a NAS and gets no answer. */
export function RefusedOfNas({ source, now }: Props) {
  const { nases, formats } = messages
  const { data } = useQuery(accountingQuery())
  const own = (data?.refusals ?? []).filter(({ nas, reason }) => nas?.id === source.id && reason !== 'unknown-nas')
  if (own.length === 0) return null
  return (
    <Banner tone="warn">
      {own.map(({ address, reason, count, lastAt, detail }) => (
        <p key={`${reason} ${address}`}>
          {nases.refusedFrom(address, nases.refusals[reason], count, formats.moment(new Date(lastAt), now))} {detail}
        </p>
      ))}
    </Banner>
  )
}
