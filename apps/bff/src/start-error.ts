import { CurfewError } from '@curfew/contract'
import { ConfigError } from './configuration/settings.ts'

/** Curfew cannot start; the message tells the person who started it why and what to do, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** What whoever started it can do something about; everything else is a fault, and shown with its stack. */
export const isForPeople = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof StartError || error instanceof CurfewError
