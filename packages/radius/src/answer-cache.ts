import type { Clock } from './timer.ts'

/**
 * Answers to requests that may come again (RFC 5080 §2.2.2): the same request is answered with the same octets and is not
 * handled twice. Forgetting one is harmless, only slower; so memory is bounded and nothing is timed one by one.
 */
export type AnswerCache = {
  /** The answer; `under-way`: the request is being handled and will be answered; undefined: it is not known. */
  find(request: string): Buffer | 'under-way' | undefined
  expect(request: string): void
  keep(request: string, answer: Buffer): void
  /** It was not handled after all: when it comes again, it is new. */
  forget(request: string): void
}

export type AnswerCacheLimits = {
  readonly maxKept: number
  /** An answer is kept at least half as long, and at most so long. */
  readonly keepMs: number
  readonly clock: Clock
}

type Generation = Map<string, Buffer | 'under-way'>

/** A cache of two generations: when the young one is full or old, it takes the place of the old one. */
export function createAnswerCache({ maxKept, keepMs, clock }: AnswerCacheLimits): AnswerCache {
  let young: Generation = new Map()
  let old: Generation = new Map()
  let youngSinceMs = clock().getTime()

  const put = (request: string, answer: Buffer | 'under-way') => {
    ageIfDue()
    old.delete(request)
    young.set(request, answer)
  }
  const ageIfDue = () => {
    const nowMs = clock().getTime()
    // A clock that was set back must not keep things for ever.
    const isOld = Math.abs(nowMs - youngSinceMs) >= keepMs / 2
    if (!isOld && young.size < maxKept / 2) return
    old = Math.abs(nowMs - youngSinceMs) >= keepMs ? new Map() : young
    young = new Map()
    youngSinceMs = nowMs
  }

  return {
    find(request) {
      ageIfDue()
      return young.get(request) ?? old.get(request)
    },
    expect: (request) => put(request, 'under-way'),
    keep: put,
    forget(request) {
      young.delete(request)
      old.delete(request)
    },
  }
}
