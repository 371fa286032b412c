import type { TellOutcome } from '@curfew/registry'

/** What came back from a receiver's endpoint: its answer, or why there is none, in words. */
export type PostAnswer = { readonly status: number; readonly body: string } | { readonly failure: string }

/**
 * What an answer to a pushed SET means. 202 alone says that the SET was taken; a refusal is final, and only what may pass is
 * tried again.
 *
 * @see RFC 8935 §2.2 to §2.4
 */
export function outcomeOfPush(answer: PostAnswer): TellOutcome {
  if ('failure' in answer) return { to: 'unreachable', cause: answer.failure }
  const { status } = answer
  if (status === 202) return { to: 'acknowledged' }
  // Something answered; whether it took the SET it does not say.
  if (status >= 200 && status < 300) return { to: 'sent' }
  if (status === 408 || status === 429 || status >= 500)
    return { to: 'unreachable', cause: `Its endpoint answered ${status}.` }
  if (status >= 300 && status < 400)
    return { to: 'refused', cause: `Its endpoint answered ${status}, and redirects are not followed.` }
  return { to: 'refused', cause: refusalOf(status, answer.body) }
}

const mostText = 300

function refusalOf(status: number, body: string): string {
  const error = errorIn(body)
  return error === null ? `Its endpoint answered ${status}.` : `Its endpoint answered ${status}: ${error}`
}

/** RFC 8935 §2.3: `err` and `description`, if that is what it is. */
function errorIn(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || !('err' in parsed) || typeof parsed.err !== 'string')
      return null
    const description = 'description' in parsed && typeof parsed.description === 'string' ? parsed.description : ''
    return clean(`${parsed.err}${description === '' ? '' : `: ${description}`}`)
  } catch {
    return null
  }
}

/** Foreign text that is shown on a page and kept: one line, and not long. */
function clean(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, mostText)
}
