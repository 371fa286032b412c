import { messages } from '../../messages/later-messages.ts'
import { Time } from '../../ui/Time.tsx'

/** How long ago it was, with the exact time on hover. */
export function At({ at, now }: { readonly at: string; readonly now: Date }) {
  const { formats } = messages
  const date = new Date(at)
  return <Time at={date} short={formats.ago(date, now)} exact={formats.exact(date)} />
}
