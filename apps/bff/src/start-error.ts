/** Curfew cannot start; the message tells the person who started it why and what to do, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
