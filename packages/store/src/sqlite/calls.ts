import { CurfewError, type ProblemCode } from '@curfew/contract'
import { asFailure } from './failures.ts'

/** What one thread asks of another, by name. Everything in it survives a structured clone. */
export type Call = { readonly call: number; readonly name: string; readonly words: readonly unknown[] }
export type Close = { readonly close: true }

export type Answer =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly failure: Failure }
/** The first message of a worker: it works, or why it does not. */
export type Started = { readonly started: true } | { readonly failure: Failure }

/** An error as it travels: `code` for one of ours, `stack` for a fault. */
export type Failure = {
  readonly code?: ProblemCode
  readonly message: string
  readonly extra?: CurfewError['extra']
  readonly stack?: string
}

export function packFailure(thrown: unknown): Failure {
  const failure = asFailure(thrown)
  if (failure instanceof CurfewError) {
    const { code, message, extra } = failure
    return { code, message, extra, ...stackOf(failure.cause) }
  }
  return { message: failure instanceof Error ? failure.message : String(failure), ...stackOf(failure) }
}

export function unpackFailure({ code, message, extra, stack }: Failure): Error {
  const cause = stack === undefined ? {} : { cause: stack }
  return code ? new CurfewError(code, message, extra, cause) : new Error(message, cause)
}

function stackOf(error: unknown): { stack?: string } {
  return error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}
}
