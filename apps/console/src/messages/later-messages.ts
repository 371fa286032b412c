import { closingDialog } from './closing-dialog.en.ts'
import { closures } from './closures.en.ts'
import { givenUp } from './given-up.en.ts'
import { holds } from './holds.en.ts'
import { messages as first } from './messages.ts'
import { nases } from './nases.en.ts'
import { openid } from './openid.en.ts'
import { radiusSession } from './radius-session.en.ts'
import { signals } from './signals.en.ts'
import { sources } from './sources.en.ts'
import { speed } from './speed.en.ts'
import { webhooks } from './webhooks.en.ts'

const { formats } = first

/** The texts of pages that are fetched when they are reached for, beside all others: the first page does not wait for them. */
export const messages = {
  ...first,
  closing: closingDialog,
  closures: closures(formats),
  givenUp: givenUp(formats),
  holds: holds(formats),
  nases: nases(formats),
  openid: openid(),
  radiusSession: radiusSession(formats),
  signals: signals(formats),
  sources: sources(formats),
  speed: speed(formats),
  webhooks: webhooks(formats),
}
