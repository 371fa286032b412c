import { acceptingChannels, type ReceiptView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import css from './Steps.module.css'
import { stepsOf } from './steps-of.ts'

/** stored → sent → acknowledged → verified, each with its milliseconds. */
export function Steps({ receipt }: { readonly receipt: ReceiptView }) {
  const { closures, formats } = messages
  return (
    <ol className={css['steps']}>
      {stepsOf(receipt).map(({ name, at, afterMs, isByThen, isSkipped, isTried }) => (
        <li key={name} className={classes(css['step'], at !== null && css['done'])}>
          <span className={css['name']}>
            {name === 'acknowledgedAt' && acceptingChannels.has(receipt.channel)
              ? closures.acceptedStep
              : closures.steps[name]}
          </span>
          {at === null ? (
            <span className={css['when']}>
              {isSkipped ? closures.stepSkipped : isTried ? closures.stepTried : closures.stepMissing}
            </span>
          ) : (
            <time dateTime={at.toISOString()} title={formats.exactMs(at)} className={css['when']}>
              {afterMs === null
                ? formats.clockMs(at)
                : (isByThen ? closures.byThen : closures.after)(formats.milliseconds(afterMs))}
            </time>
          )}
        </li>
      ))}
    </ol>
  )
}
