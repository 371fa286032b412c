import type { CommandEffect, LogoffEvent } from '@curfew/contract'
import type { Decision, Guard } from './guard.ts'
import { languagesOf, messageIn } from './message.ts'
import type { Guarded, RunningRequest } from './requests.ts'

/** What is looked at in a request; a `Request` is one. */
export type RequestHead = {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null }
}

export type ProtectOptions = {
  /** The handle in this request (from its cookie or token), or undefined when there is none. */
  readonly handleOf: (request: RequestHead) => string | undefined
  /** Where a browser that asked for a page is sent instead of getting an error. */
  readonly logonPage?: string
  /** How the running command is called in the message to its user. Default: method and path. */
  readonly commandName?: (request: RequestHead) => string
}

/**
 * Run a handler for an accepted session, and nothing for any other.
 *
 * When the session is closed while the handler runs, its signal fires and the user is answered at once with the
 * `session-closed` problem, whatever the handler does later.
 */
export async function handleGuarded(
  guard: Guard,
  options: ProtectOptions,
  request: Request,
  handler: (guarded: Guarded) => Response | Promise<Response>,
): Promise<Response> {
  const handle = options.handleOf(request)
  if (handle === undefined) return refusal(request, options, { accepted: false, why: 'closed', logoff: undefined })
  const pending = guard.decide(handle)
  const decision = pending instanceof Promise ? await pending : pending
  if (!decision.accepted) return refusal(request, options, decision)

  const running = guard.begin(decision.session)
  try {
    const made = handler(running.guarded)
    const answer = made instanceof Promise ? await Promise.race([made, closed(running.guarded.signal)]) : made
    // However the handler took the end of its session, its user is told the same.
    return interruption(request, options, running) ?? answer
  } catch (error) {
    const answer = interruption(request, options, running)
    if (!answer) throw error
    return answer
  } finally {
    running.finish()
  }
}

/** The same as middleware for Hono: the handler finds `guarded` in its context. */
export function protect(guard: Guard, options: ProtectOptions) {
  type Context = { req: { raw: Request }; res: Response; finalized: boolean; set(key: 'guarded', value: Guarded): void }
  return async (c: Context, next: () => Promise<void>): Promise<Response | undefined> => {
    let hasBegun = false
    const answer = await handleGuarded(guard, options, c.req.raw, async (guarded) => {
      hasBegun = true
      c.set('guarded', guarded)
      await next()
      return c.res
    })
    if (!hasBegun) return answer
    if (c.finalized && answer === c.res) return undefined
    // The handler has heard the signal, too. What it makes of it, Hono would put in the place of this answer: let it be first.
    await new Promise((resolve) => setTimeout(resolve, 0))
    c.res = answer
    return undefined
  }
}

/** The answer to a request whose session was closed while it ran; undefined when it was not. */
export function interruption(
  request: RequestHead,
  options: ProtectOptions,
  running: RunningRequest,
): Response | undefined {
  const logoff = running.closed()?.logoff
  if (!logoff) return undefined
  const name = options.commandName?.(request) ?? `${request.method} ${new URL(request.url).pathname}`
  return closedProblem(logoff, { name, ...running.effect() }, languagesOf(request.headers.get('accept-language')))
}

/** Rejects when the session is closed; never resolves. */
function closed(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

/** The answer to a request that is not accepted. */
export function refusal(
  request: RequestHead,
  options: ProtectOptions,
  decision: Exclude<Decision, { accepted: true }>,
): Response {
  if (decision.why === 'cannot-know') {
    const detail = 'Whether your session is open cannot be known right now, so nothing was done. Try again in a moment.'
    return problem(503, 'cannot-know', 'The session cannot be checked', { detail }, { 'retry-after': '2' })
  }
  const isPage = request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html')
  if (isPage && options.logonPage !== undefined) {
    return new Response(null, { status: 303, headers: { location: options.logonPage, 'cache-control': 'no-store' } })
  }
  return closedProblem(decision.logoff, undefined, languagesOf(request.headers.get('accept-language')))
}

/** The `session-closed` problem, as every part of Curfew words it. */
export function closedProblem(
  logoff?: LogoffEvent,
  command?: { name: string; effect: CommandEffect; detail?: string },
  languages: readonly string[] = [],
): Response {
  const how = {
    none: 'It did not take effect.',
    partly: 'It took effect in part.',
    done: 'It took effect.',
    unknown: 'Whether it took effect is not known.',
  }
  const happened = command && how[command.effect]
  const detail = command
    ? `Your session was closed while ${command.name} was running. ${happened} Log on again.`
    : 'Your session was closed. Log on again.'
  const farewell = logoff && {
    ending: logoff.ending,
    at: logoff.at,
    byYourself: logoff.byYourself,
    messageToUser: messageIn(logoff, languages),
    ...(logoff.reasonKind && { reasonKind: logoff.reasonKind }),
  }
  return problem(401, 'session-closed', 'The session was closed', {
    detail,
    ...(farewell && { farewell }),
    ...(command && { command }),
  })
}

function problem(
  status: number,
  code: string,
  title: string,
  rest: object,
  headers: Record<string, string> = {},
): Response {
  const body = { type: `/problems/${code}`, title, status, code, requestId: crypto.randomUUID(), ...rest }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}
