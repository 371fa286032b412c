import { maxWebhooks, minPasswordLength, type ProblemCode } from '@curfew/contract'

/** What happened, whether anything changed, and what to do. */
export const problems: Record<ProblemCode, string> = {
  'invalid-request': 'Curfew could not read this request. Nothing was changed.',
  'not-logged-on': 'You are not logged on. Nothing was changed. Log on, then try again.',
  'wrong-credentials': 'The user ID or the password is wrong.',
  'session-closed': 'Your session was closed. Nothing was changed.',
  'session-expired': 'Your session expired. Nothing was changed.',
  'not-permitted': 'Your role does not permit this. Nothing was changed.',
  held: 'You are kept out for a while, so nobody was logged on.',
  'foreign-origin':
    'The request came from another address than this console’s. Nothing was changed. Open the console at its own address.',
  'password-change-required': 'Choose a new password first. Nothing else was done.',
  'not-found': 'There is nothing at this address, or it is not for you to see.',
  'method-not-allowed': 'Curfew does not take this kind of request here. Nothing was changed.',
  'user-id-taken': 'That user ID is taken. Nothing was changed. Choose another one.',
  'source-name-taken': 'There is a source of that name already. Nothing was changed. Choose another name.',
  'nas-network-taken':
    'Another NAS has one of these networks already. Nothing was changed. Give each network to one NAS only.',
  'webhook-name-taken': 'There is a webhook of that name already. Nothing was changed. Choose another name.',
  'too-many-webhooks': `There are ${maxWebhooks} webhooks already. Nothing was added. Delete one that is no longer needed.`,
  'signal-name-taken': 'There is one of that name, or one with that issuer, already. Nothing was changed.',
  'signal-stream-exists': 'The receiver has a stream already. Nothing was changed.',
  'last-super-admin': 'One super admin must remain. Nothing was changed. Make somebody else super admin first.',
  'setup-finished': 'Curfew is set up already. Log on with an administrator’s user ID.',
  'plan-expired': 'This took too long, and the selection is no longer held. Nothing was closed. Begin again.',
  'body-too-large': 'That is more than Curfew takes in one request. Nothing was changed.',
  'unsupported-media-type': 'Curfew could not read this request. Nothing was changed.',
  'password-too-weak': `That password is too easy to guess. Nothing was changed. Take at least ${minPasswordLength} characters, and none of the well-known passwords.`,
  'too-many-attempts': 'There were too many attempts. Nothing was done.',
  internal: 'Something went wrong in Curfew. Look whether it was done before you try again.',
  'store-unavailable': 'Curfew cannot write to its store. Nothing was changed. Try again in a moment.',
  'signal-keys-unavailable': 'The keys of the transmitter cannot be had. Nothing was taken; it sends the signal again.',
  'shutting-down': 'Curfew is just stopping. Nothing was changed. Try again in a moment.',
}
