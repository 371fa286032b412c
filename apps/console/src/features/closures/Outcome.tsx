import type { ClosureView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Hidden } from '../../ui/Hidden.tsx'
import { headingOf } from './heading.ts'
import { leftToDo, openEndsOf, toldOf } from './standing.ts'

/** Read out twice and not with every number: when it begins, and when everybody was told or cannot be. */
export function Outcome({ closure, now }: { readonly closure: ClosureView; readonly now: Date }) {
  const { deliveries } = closure
  const text =
    leftToDo(closure, now) > 0
      ? headingOf(closure)
      : messages.closures.announced(closure.closed, toldOf(deliveries), openEndsOf(deliveries))
  return <Hidden isAnnounced>{text}</Hidden>
}
