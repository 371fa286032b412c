import { backgroundHeader, type EndpointName, endpoints, type Problem, problem } from '@curfew/contract'
import * as z from 'zod/mini'
import { exit, leave } from './departure.ts'
import { ProblemError, UnreachableError } from './problem-error.ts'

type Endpoints = typeof endpoints
type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never

export type Answer<Name extends EndpointName> = Endpoints[Name]['success'] extends { readonly schema: infer Schema }
  ? z.output<Schema>
  : null

type Path<Name extends EndpointName> =
  PathParameters<Endpoints[Name]['path']> extends never
    ? { readonly path?: never }
    : { readonly path: Readonly<Record<PathParameters<Endpoints[Name]['path']>, string>> }

type Body<Name extends EndpointName> = Endpoints[Name] extends { readonly body: infer Schema }
  ? { readonly body: z.input<Schema> }
  : { readonly body?: never }

export type Asked<Name extends EndpointName> = Path<Name> &
  Body<Name> & {
    readonly query?: Iterable<readonly [string, string]>
    readonly signal?: AbortSignal
    /** Sent to the end even when the page is left meanwhile. */
    readonly keepalive?: boolean
    /** On the logon page nobody is logged on: a 401 is an answer there, and no reason to leave. */
    readonly isAnonymous?: boolean
    /** The page asks by itself: nobody is there because of it, and the session may go idle meanwhile. */
    readonly isBackground?: boolean
  }

/**
 * Ask the API. The one place where the console reads answers: they are parsed with the contract's shape for the call.
 *
 * An answer that the own session is over leaves for the logon page at once, with the farewell; the promise is then
 * still rejected, and there is nobody left to see it.
 *
 * @returns null for calls that answer without a body
 * @throws ProblemError the server said no
 * @throws UnreachableError no readable answer came back; for a call that changes something, it may have happened
 */
export async function request<Name extends EndpointName>(name: Name, asked: Asked<Name>): Promise<Answer<Name>> {
  const endpoint = endpoints[name]
  const response = await send(name, asked)
  if (response.status !== endpoint.success.status) throw await refusal(response, asked.isAnonymous === true)
  const schema: z.ZodMiniType | undefined = 'schema' in endpoint.success ? endpoint.success.schema : undefined
  const answer = schema ? read(schema, await readJson(response)) : null
  // The schema of the endpoint is what `Answer` is computed from.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return answer as Answer<Name>
}

/** Ask for what is read while it arrives. @throws like `request` */
export async function requestStream<Name extends EndpointName>(name: Name, asked: Asked<Name>): Promise<Response> {
  const response = await send(name, asked)
  if (response.status !== endpoints[name].success.status) throw await refusal(response, asked.isAnonymous === true)
  return response
}

async function send<Name extends EndpointName>(name: Name, asked: Asked<Name>): Promise<Response> {
  const { method } = endpoints[name]
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers: {
      Accept: 'application/json',
      ...(asked.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(asked.isBackground ? { [backgroundHeader]: '1' } : {}),
    },
    credentials: 'same-origin',
    cache: 'no-store',
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    ...(asked.signal ? { signal: asked.signal } : {}),
    ...(asked.keepalive ? { keepalive: true } : {}),
  }
  try {
    return await fetch(addressOf(name, asked), init)
  } catch (error) {
    if (asked.signal?.aborted) throw error
    throw new UnreachableError('There was no answer', { cause: error })
  }
}

/** The address of a call, for a link or a download. */
export function addressOf<Name extends EndpointName>(
  name: Name,
  asked: Path<Name> & { readonly query?: Iterable<readonly [string, string]> },
): string {
  const given: Readonly<Record<string, string>> = asked.path ?? {}
  const path = endpoints[name].path.replace(/\{(\w+)\}/g, (_, parameter) => encodeURIComponent(given[parameter] ?? ''))
  const query = new URLSearchParams([...(asked.query ?? [])].map(([field, value]) => [field, value])).toString()
  return query === '' ? path : `${path}?${query}`
}

async function refusal(response: Response, isAnonymous: boolean): Promise<Error> {
  const said = z.safeParse(problem, await readJson(response).catch(() => null))
  if (!said.success) return new UnreachableError(`The answer was ${response.status}, and not in Curfew's words`)
  if (!isAnonymous) leaveIfOver(said.data)
  return new ProblemError(said.data)
}

/** A closed or expired session, or none: there is nothing to stay for. */
export function leaveIfOver({ code, farewell, command }: Problem): void {
  if (exit.isTaken || !isOver(code)) return
  leave({
    why: code === 'not-logged-on' ? 'not-logged-on' : 'closed',
    farewell: farewell ?? null,
    command: command ?? null,
    receipt: null,
  })
}

function isOver(code: Problem['code']): boolean {
  return code === 'session-closed' || code === 'session-expired' || code === 'not-logged-on'
}

function read(schema: z.ZodMiniType, json: unknown): unknown {
  const answer = z.safeParse(schema, json)
  if (answer.success) return answer.data
  throw new UnreachableError('The answer has another shape than the contract says', { cause: answer.error })
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new UnreachableError('The answer was cut off or is not JSON', { cause: error })
  }
}
