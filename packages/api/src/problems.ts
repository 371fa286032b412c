import { CurfewError, type Problem, problems } from '@curfew/contract'
import type { Context } from 'hono'
import { blotted } from './edge/blot.ts'
import type { ApiPorts } from './ports.ts'

/**
 * Everything that is thrown becomes a problem here and nowhere else.
 *
 * @see RFC 9457; RFC 9110 §11.6.1 (a 401 says how to authenticate) and §10.2.3 (`Retry-After`)
 */
export const answerProblem = (ports: Pick<ApiPorts, 'log'>) => (error: Error, c: Context) => {
  const requestId = c.get('requestId') ?? ''
  if (!(error instanceof CurfewError)) {
    const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    const message = blotted(c, error.message)
    ports.log({ event: 'fault', requestId, name: error.name, message, stack: stack.join('\n') })
  }
  return problemResponse(c, toProblem(error, requestId))
}

/** The problem that an error is for the one who asked; of a fault it says nothing but that there was one. */
export function toProblem(error: Error, requestId: string): Problem {
  const { code, detail, extra } =
    error instanceof CurfewError
      ? { code: error.code, detail: error.message, extra: error.extra }
      : { code: 'internal' as const, detail: faultDetail(requestId), extra: {} }
  return { type: `/problems/${code}`, ...problems[code], code, detail, requestId, ...extra }
}

function problemResponse(c: Context, problem: Problem): Response {
  c.header('Content-Type', 'application/problem+json')
  if (problem.status === 401) c.header('WWW-Authenticate', 'Bearer realm="curfew"')
  if (problem.retryAfterSeconds !== undefined) c.header('Retry-After', String(problem.retryAfterSeconds))
  return c.body(JSON.stringify(problem), problems[problem.code].status)
}

function faultDetail(requestId: string): string {
  return `Something went wrong here, and it is not known whether anything was changed. The log names the cause under request ${requestId}.`
}
