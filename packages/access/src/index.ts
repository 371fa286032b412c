/** Who administers: accounts, roles, logon. */
export {
  changeAdministrator,
  createAdministrator,
  listAdministrators,
  resetPassword,
  type WithTemporaryPassword,
} from './administrators.ts'
export { type Attempt, forgetOldAttempts, unfittingHash } from './attempt.ts'
export type { Actor as AccessActor } from './audit.ts'
export { changeOwnPassword, confirmPassword, type LogonOutcome, logOn, replaceTemporaryPassword } from './logon.ts'
export type * from './ports.ts'
export { permits } from './roles.ts'
export { ensureFirstAdministrator, type FirstAdministrator, isSetupNeeded, setUp } from './setup.ts'
