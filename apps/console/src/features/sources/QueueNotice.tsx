import type { SourceView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { explain } from '../../api/explain.ts'
import { pages } from '../../frame/pages.ts'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useRetrySource } from './queries.ts'

type Props = { readonly source: SourceView; readonly now: Date }

/** What a source could not be told: since when it does not answer, how much waits for that, and what is not tried any more. */
export function QueueNotice({ source, now }: Props) {
  const { sources, formats } = messages
  const { data: me } = useQuery(meQuery())
  const retry = useRetrySource(source.id)
  const { queue, name } = source
  if (queue === null || (queue.silentCount === 0 && queue.givenUp === 0)) return null
  return (
    <Banner
      tone="warn"
      actions={
        <Button
          disabledBecause={me?.role === 'auditor' ? sources.auditorMayNotRetry : undefined}
          isPending={retry.isPending}
          onPress={() =>
            retry.mutate(undefined, {
              onSuccess: () => toast(sources.retried(name)),
              onError: (error) => toast(explain(error, 'change'), 'danger'),
            })
          }
        >
          {retry.isPending ? sources.retrying : sources.retry}
        </Button>
      }
    >
      {queue.silent.map(({ part, since, waiting, nextAttemptAt, cause }) => (
        <p key={part ?? ''}>
          <strong>{sources.noAnswer(part ?? name, formats.moment(new Date(since), now), waiting)}</strong>{' '}
          {sources.nextTry(formats.moment(new Date(nextAttemptAt), now))} {cause}
        </p>
      ))}
      {queue.silentCount > queue.silent.length && <p>{sources.moreSilent(queue.silentCount - queue.silent.length)}</p>}
      <p>
        {sources.waiting(queue.waiting)}{' '}
        {queue.givenUp > 0 && <Link to={pages.givenUpOf(source.id)}>{sources.wereGivenUp(queue.givenUp)}</Link>}
      </p>
    </Banner>
  )
}
