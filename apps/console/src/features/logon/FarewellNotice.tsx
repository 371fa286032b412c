import type { Departure } from '../../api/departure.ts'
import { messages } from '../../messages/messages.ts'
import css from './FarewellNotice.module.css'
import { farewellText } from './farewell-text.ts'

type Props = { readonly id: string; readonly departure: Departure; readonly now: Date }

/** How the last session ended, as its user is told. */
export function FarewellNotice({ id, departure, now }: Props) {
  const text = farewellText(departure, now)
  if (text === null) return null
  const { command, farewell } = departure
  const { logon } = messages
  return (
    <section id={id} className={css['notice']}>
      <p className={css['lead']}>{text}</p>
      {farewell?.messageToUser && (
        <blockquote className={css['message']} aria-label={logon.farewell.message}>
          {farewell.messageToUser}
        </blockquote>
      )}
      {command && (
        <p>
          {logon.farewell.command(command.name)} {logon.farewell.effects[command.effect]}
        </p>
      )}
    </section>
  )
}
