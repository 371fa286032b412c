import type { Context } from 'hono'

const longestWaitSeconds = 30

/**
 * The preference `wait`, in seconds and at most 30; null: there is none that can be read, and nothing is waited for.
 *
 * @see RFC 7240 §2 and §4.3
 */
export function readWait(c: Context): number | null {
  const preferences = (c.req.header('prefer') ?? '').split(',')
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference)?.[1]
    if (seconds !== undefined) return Math.min(Number(seconds), longestWaitSeconds)
  }
  return null
}
