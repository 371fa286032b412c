import { messages } from '../../messages/later-messages.ts'

const [minute, hour, day] = [60, 3600, 86_400]

/** How long a hold has still to go: to the second in its last minute, else as fine as it matters. */
export function leftInWords(endsAt: Date, now: Date): string {
  const { holds } = messages
  const seconds = Math.ceil((endsAt.getTime() - now.getTime()) / 1000)
  if (seconds <= 0) return holds.leftAlready
  if (seconds < minute) return holds.left(holds.seconds(seconds))
  if (seconds < hour) return holds.left(holds.minutes(Math.ceil(seconds / minute)))
  if (seconds < day) return holds.left(holds.hours(Math.floor(seconds / hour), Math.floor((seconds % hour) / minute)))
  return holds.left(holds.days(Math.floor(seconds / day), Math.floor((seconds % day) / hour)))
}
