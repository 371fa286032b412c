import type { Departure } from '../../api/departure.ts'
import { messages } from '../../messages/messages.ts'

/** The sentence for how a session ended; null when there is nothing to say, as for somebody who just comes. */
export function farewellText({ why, farewell }: Departure, now: Date): string | null {
  const { farewell: words } = messages.logon
  if (why === 'logged-off') return words.loggedOff
  if (farewell === null) return why === 'closed' ? words.over : null
  switch (farewell.ending) {
    case 'closure':
      return farewell.byYourself
        ? words.closedYourself
        : words.closed[farewell.reasonKind ?? 'administrator'](messages.formats.moment(new Date(farewell.at), now))
    case 'logoff':
      return words.loggedOff
    case 'idle-limit':
      return words.idle(farewell.limitSeconds)
    case 'absolute-limit':
      return words.absolute(farewell.limitSeconds)
    default:
      return words.others[farewell.ending]
  }
}
