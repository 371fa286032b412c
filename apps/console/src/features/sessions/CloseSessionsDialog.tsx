import { type ClosureView, maxMessageLength, maxReasonLength, type PlanView } from '@curfew/contract'
import { useState } from 'react'
import { explain } from '../../api/explain.ts'
import { ProblemError, UnreachableError } from '../../api/problem-error.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import css from './CloseSessionsDialog.module.css'
import { HoldWith } from './HoldWith.tsx'
import { MoreOrders } from './MoreOrders.tsx'
import { noOrders, type Orders, readOrders, type Wrong } from './orders.ts'
import { PlanFacts } from './PlanFacts.tsx'
import type { ToClose } from './to-close.ts'
import { usePlan } from './use-plan.ts'

type Props = {
  readonly toClose: ToClose
  /** Nothing was sent. */
  readonly onCancel: () => void
  readonly onClosed: (closure: ClosureView, plan: PlanView) => void
}

/** *Close 128 sessions?* The plan is made on the server when it opens; only OK closes anything. */
export function CloseSessionsDialog({ toClose, onCancel, onClosed }: Props) {
  const text = messages.closing
  const [orders, setOrders] = useState<Orders>(noOrders)
  const [wrong, setWrong] = useState<readonly Wrong[]>([])
  const planning = usePlan(toClose.selection, toClose.nonce, onClosed)
  const { plan, failure, isClosing } = planning

  const ok = () => {
    if (!plan) return
    const request = readOrders(orders, plan)
    if ('wrong' in request) return setWrong(request.wrong)
    planning.execute(request)
  }
  const write = (part: Partial<Orders>) => {
    setWrong([])
    setOrders({ ...orders, ...part })
  }

  return (
    <AlertDialog
      isOpen
      title={text.title(plan?.count ?? toClose.count)}
      onClose={() => {
        if (!isClosing) onCancel()
      }}
      actions={
        <>
          <Button hasFirstFocus onPress={onCancel} disabledBecause={isClosing ? text.cannotBeTakenBack : undefined}>
            {text.cancel}
          </Button>
          <Button look="danger" onPress={ok} isPending={isClosing} disabledBecause={whyNotOk(plan, failure)}>
            {isClosing ? text.closing : text.ok}
          </Button>
        </>
      }
    >
      {failure ? (
        <Banner tone="danger" announce="now" actions={<Button onPress={planning.planAgain}>{text.tryAgain}</Button>}>
          {text.planFailed(explain(failure, 'read'))}
        </Banner>
      ) : plan ? (
        <PlanFacts plan={plan} countBefore={planning.countBefore} />
      ) : (
        <Skeleton label={text.planning} lines={3} className={css['waiting']} />
      )}
      <TextField
        label={text.reason}
        value={orders.reason}
        onChange={(reason) => write({ reason })}
        suggestions={text.reasons}
        maxLength={maxReasonLength}
      />
      <TextField
        label={text.message}
        placeholder={text.messageHint}
        value={orders.messageToUser}
        onChange={(messageToUser) => write({ messageToUser })}
        maxLength={maxMessageLength}
      />
      <HoldWith plan={plan} orders={orders} write={write} isWrong={wrong.includes('hold')} />
      <MoreOrders orders={orders} write={write} isWrong={wrong.includes('messages')} />
      {plan?.needsPassword && (
        <TextField
          type="password"
          autoComplete="current-password"
          label={text.password}
          description={text.whyPassword}
          value={orders.password}
          onChange={(password) => write({ password })}
          error={
            wrong.includes('password')
              ? text.passwordMissing
              : isWrongPassword(planning.refusal)
                ? text.passwordWrong
                : undefined
          }
        />
      )}
      {planning.refusal && !isWrongPassword(planning.refusal) && (
        <Banner tone="danger" announce="now">
          {whatHappened(planning.refusal)}
        </Banner>
      )}
    </AlertDialog>
  )
}

function whyNotOk(plan: PlanView | undefined, failure: Error | null): string | undefined {
  if (failure) return messages.closing.noPlan
  if (!plan) return messages.closing.planning
  return plan.count === 0 ? messages.closing.nothingToClose : undefined
}

function isWrongPassword(error: Error | null): boolean {
  return error instanceof ProblemError && error.problem.code === 'wrong-credentials'
}

/** Whether anything was closed, and what to do. The same plan again gives the same closure, so OK may be pressed again. */
function whatHappened(error: Error): string {
  return error instanceof UnreachableError ? messages.closing.noAnswer : explain(error, 'change')
}
