import type { ClosureView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Progress } from '../../ui/Progress.tsx'
import { openEndsOf, toldOf } from './standing.ts'

/** How much of the proof is there: verified, told, open ends. */
export function ClosureProgress({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  const { deliveries } = closure
  const told = toldOf(deliveries)
  const open = openEndsOf(deliveries)
  return (
    <Progress
      label={closures.progress}
      valueText={closures.progressText(deliveries.verified, told, open, deliveries.total)}
      total={deliveries.total}
      parts={[
        { tone: 'ok', value: deliveries.verified },
        { tone: 'accent', value: told - deliveries.verified },
        { tone: 'warn', value: open },
      ]}
    />
  )
}
