import type { GivenUpPage } from '@curfew/contract'
import type { WhoseGivenUp } from '../../frame/given-up.ts'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { Choice, Choices } from '../../ui/Choices.tsx'
import css from './GivenUpPage.module.css'

type Props = { readonly page: GivenUpPage; readonly whose: WhoseGivenUp }

/** Whose to show. Of a source that was asked for its parts are offered, and the way back to all. */
export function GivenUpFilter({ page: { recipients, recipientCount, total }, whose }: Props) {
  const { givenUp } = messages
  const isAll = whose.recipient === '' && whose.source === ''
  if (total === 0 && isAll) return null
  return (
    <Choices label={givenUp.filterLabel}>
      <Choice to={pages.givenUp} isCurrent={isAll}>
        {whose.source === '' ? givenUp.all(total) : givenUp.allRecipients}
      </Choice>
      {recipients.map(({ id, name, part, count }) => (
        <Choice
          key={id}
          to={`?${new URLSearchParams({ recipient: id })}`}
          isCurrent={whose.source !== '' || whose.recipient === id}
        >
          {givenUp.recipient(name, part, count)}
        </Choice>
      ))}
      {recipientCount > recipients.length && (
        <span className={css['hint']}>{givenUp.moreRecipients(recipientCount - recipients.length)}</span>
      )}
    </Choices>
  )
}
