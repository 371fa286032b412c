import { messages } from '../messages/messages.ts'
import { ProblemError } from './problem-error.ts'

/**
 * An error in words: what happened, whether anything changed, and what to do.
 *
 * @param did `change` when the call would have changed something: without an answer nobody knows whether it did
 */
export function explain(error: Error, did: 'read' | 'change'): string {
  if (!(error instanceof ProblemError)) return did === 'read' ? messages.kit.unreachable : messages.kit.unknownOutcome
  const { code, errors, retryAfterSeconds, heldUntil, messageToUser } = error.problem
  const details = (errors ?? []).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return [
    messages.problems[code],
    ...details,
    ...(heldUntil === undefined ? [] : [messages.logon.heldUntil(new Date(heldUntil), new Date())]),
    ...(messageToUser === undefined ? [] : [messageToUser]),
    ...(retryAfterSeconds === undefined ? [] : [messages.logon.tryAgainIn(retryAfterSeconds)]),
  ].join(' ')
}
