/** What a relying system installs: a closed session is dead in it. */
export { CurfewRefusal } from './calls.ts'
export { createGuard, type Decision, type Guard, type GuardOptions, type NewGuardedSession } from './guard.ts'
export { type Held, SessionHeld } from './holds.ts'
export { closedProblem, handleGuarded, type ProtectOptions, protect, type RequestHead } from './protect.ts'
export { type Guarded, type RunningRequest, SessionClosed } from './requests.ts'
