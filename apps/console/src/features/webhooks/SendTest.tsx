import type { WebhookAttemptView, WebhookView } from '@curfew/contract'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useTestWebhook } from './queries.ts'
import { useWhyNotChange } from './use-why-not-change.ts'
import css from './WebhookPage.module.css'

/** Send one event now, and see what comes back. */
export function SendTest({ webhook }: { readonly webhook: WebhookView }) {
  const { webhooks } = messages
  const test = useTestWebhook(webhook.id)
  const whyNot = useWhyNotChange()
  return (
    <section className={css['section']} aria-label={webhooks.test}>
      <div className={css['head']}>
        <p className={css['dim']}>{webhooks.testText}</p>
        <Button onPress={() => test.mutate()} isPending={test.isPending} disabledBecause={whyNot}>
          {test.isPending ? webhooks.testing : webhooks.test}
        </Button>
      </div>
      {test.error && (
        <Banner tone="danger" announce="now">
          {explain(test.error, 'change')}
        </Banner>
      )}
      {test.data && <Outcome attempt={test.data} />}
    </section>
  )
}

function Outcome({ attempt }: { readonly attempt: WebhookAttemptView }) {
  const { webhooks } = messages
  const { outcome, status, tookMs, cause, answer } = attempt
  return (
    <Banner tone={outcome === 'accepted' ? 'ok' : 'danger'} announce="politely">
      <p>
        {outcome === 'accepted'
          ? webhooks.testAccepted(status ?? 0, webhooks.ms(tookMs))
          : webhooks.testFailed(cause, webhooks.ms(tookMs))}
      </p>
      {/* As text, whatever it is: the other side wrote it. */}
      {answer !== '' && <pre className={css['answer']}>{answer}</pre>}
    </Banner>
  )
}
