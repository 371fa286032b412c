import { messageFor } from '@curfew/contract'
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
  const message = farewell && messageFor(farewell, navigator.languages)
  return (
    <section id={id} className={css['notice']}>
      <p className={css['lead']}>{text}</p>
      {message && (
        <blockquote
          className={css['message']}
          aria-label={logon.farewell.message}
          {...(message.language === null ? {} : { lang: message.language })}
        >
          {message.text}
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
