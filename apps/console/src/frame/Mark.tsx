import { messages } from '../messages/messages.ts'
import idle from './icons/idle.svg?no-inline'
import css from './Mark.module.css'

/** The product's sign and name. */
export function Mark() {
  return (
    <span className={css['mark']}>
      <img src={idle} alt="" width="20" height="20" />
      {messages.frame.product}
    </span>
  )
}
