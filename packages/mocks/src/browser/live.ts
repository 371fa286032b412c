import type { MockApi } from '../mock-api.ts'

const momentMs = 2_000

/** Let time pass by itself: the scenario's weather. What cannot happen in one moment is left to the next. */
export function letTimePass(mock: MockApi): () => void {
  if (mock.scenario.weather === 'still') return () => {}
  const timer = setInterval(() => void mock.passMoment().catch(() => {}), momentMs)
  return () => clearInterval(timer)
}

/** Do what the scenario has in store for somebody who has just logged on. */
export function awaitMishap(mock: MockApi): void {
  const { mishap } = mock.scenario
  if (mishap.kind === 'own-session-closed') setTimeout(() => void mock.closeMySession(), mishap.afterMs)
}
