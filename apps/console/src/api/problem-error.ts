import type { Problem } from '@curfew/contract'

/** The server said no, and why. `problem.detail` says what happened, whether anything changed, and what to do. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** No answer that can be read came back: offline, cut, or something between here and Curfew answered. */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UnreachableError'
  }
}
