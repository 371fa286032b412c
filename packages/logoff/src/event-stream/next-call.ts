import type { LogoffChannel } from '@curfew/registry'

/**
 * Programs on the API hold nothing open that could be told: the answer to their next or running call tells them.
 * Their deliveries are stored with no attempt due and are proved by the refused call itself; so nobody calls `tell`
 * unless somebody asks for another attempt, and then this says why there is none to make.
 */
export const nextCallChannel: LogoffChannel = {
  channel: 'next-call',
  tell: async (logoffs) =>
    logoffs.map(() => ({
      to: 'unreachable',
      cause: 'The program has made no call since. It is told by the answer to its next one.',
    })),
}
