import type { WebhookView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useRetryWebhook } from './queries.ts'
import { useWhyNotChange } from './use-why-not-change.ts'

/** What somebody should look at, in words, with what can be done about it. */
export function WebhookNotices({ webhook }: { readonly webhook: WebhookView }) {
  const { webhooks, formats } = messages
  const { disabledReason, disabledAt, failingSince, nextAttemptAt, cause, retrying, givenUp, forgotten } = webhook
  const now = useNow()
  const retry = useRetryWebhook(webhook.id)
  const whyNot = useWhyNotChange()
  const at = (time: string | null) => (time === null ? '' : formats.moment(new Date(time), now))
  const tryAgain = (
    <Button onPress={() => retry.mutate()} isPending={retry.isPending} disabledBecause={whyNot}>
      {webhooks.retry}
    </Button>
  )
  return (
    <>
      {disabledReason !== null && (
        <Banner tone="warn">
          <p>
            <strong>{webhooks.disabledTitles[disabledReason](at(disabledAt))}</strong>
          </p>
          <p>{webhooks.disabledText}</p>
        </Banner>
      )}
      {disabledReason === null && failingSince !== null && (
        <Banner tone="danger" actions={tryAgain}>
          <p>
            <strong>{webhooks.failingTitle(at(failingSince))}</strong> {cause}
          </p>
          <p>{nextAttemptAt === null ? webhooks.failingText : webhooks.failingTextUntil(at(nextAttemptAt))}</p>
        </Banner>
      )}
      {disabledReason === null && failingSince === null && retrying + givenUp > 0 && (
        <Banner tone="warn" actions={tryAgain}>
          {webhooks.setAside(retrying, givenUp)}
        </Banner>
      )}
      {forgotten > 0 && <Banner tone="warn">{webhooks.forgotten(forgotten)}</Banner>}
    </>
  )
}
