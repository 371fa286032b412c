import type { WebhookDisabledReason, WebhookEventType, WebhookOutcome } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of *Webhooks* and of one webhook. */
export const webhooks = ({ plural, number }: Formats) => ({
  title: 'Webhooks',
  loading: 'Loading webhooks',
  loadingOne: 'Loading the webhook',
  none: 'There is no webhook yet.',
  noneHint:
    'A webhook is an address that is told, by a signed request, when sessions open and close and when recipients answer.',
  mayNotChange: (role: string) => `Super admins add and change webhooks. Your role, ${role.toLowerCase()}, sees them.`,
  columns: {
    name: 'Name',
    to: 'Goes to',
    types: 'Is told',
    standing: 'Standing',
    lastAccepted: 'Last accepted',
    behind: 'Waiting',
  },
  typeCount: (count: number) => plural(count, { one: '# type of event', other: '# types of events' }),
  never: 'Never',
  standings: {
    well: 'Accepts',
    new: 'Not used yet',
    retrying: 'Some are tried again',
    givenUp: 'Some were given up',
    failing: 'Fails',
    disabled: 'Disabled',
  },
  facts: {
    standing: 'Standing',
    progress: 'Told',
    to: 'Goes to',
    types: 'Is told',
    kinds: 'Kinds of sessions',
    sources: 'Sources',
    secret: 'Secret since',
    createdAt: 'Added',
  },
  all: 'All',
  accepted: (count: number) => plural(count, { one: '# event accepted', other: '# events accepted' }),
  progressNote: (behind: number, retrying: number, givenUp: number) =>
    `${number(behind)} to go through, ${number(retrying)} tried again, ${number(givenUp)} given up`,
  ms: (ms: number) => `${number(Math.round(ms))} ms`,

  disabledTitles: {
    administrator: (at: string) => `Disabled by an administrator ${at}.`,
    gone: (at: string) => `It answered 410 Gone ${at}, and was disabled.`,
    failing: (at: string) => `It had failed for three days, and was disabled ${at}.`,
  } satisfies Record<WebhookDisabledReason, (at: string) => string>,
  disabledText: 'Nothing is sent to it or kept for it. Once it is enabled it is told what happens from then on.',
  failingTitle: (since: string) => `It has failed since ${since}.`,
  failingText: 'What it did not take is tried again by itself, for three days.',
  failingTextUntil: (at: string) =>
    `It is tried again ${at}. What happens meanwhile waits for it: at most a million events, for three days.`,
  setAside: (retrying: number, givenUp: number) =>
    [
      retrying > 0 &&
        plural(retrying, { one: '# event failed and is tried again.', other: '# events failed and are tried again.' }),
      givenUp > 0 && plural(givenUp, { one: '# event was given up.', other: '# events were given up.' }),
    ]
      .filter((sentence) => sentence !== false)
      .join(' '),
  forgotten: (count: number) =>
    plural(count, {
      one: 'Up to # event was forgotten before it could be sent.',
      other: 'Up to # events were forgotten before they could be sent.',
    }),
  retry: 'Try again now',

  test: 'Send test',
  testing: 'Sending',
  testText: 'A webhook.test event, sent once and signed like all others.',
  testAccepted: (status: number, took: string) => `Accepted: it answered ${status} after ${took}.`,
  testFailed: (cause: string, took: string) => `Not accepted after ${took}. ${cause}`,

  attempts: {
    title: 'Attempts',
    loading: 'Loading attempts',
    none: 'Nothing has been sent yet.',
    more: 'Show more',
    show: 'What it answered',
    empty: 'Nothing',
    columns: { at: 'Sent', type: 'Event', outcome: 'Outcome', attempt: 'Attempt', took: 'Took', answer: 'Answer' },
    outcomes: { accepted: 'Accepted', refused: 'Refused', unreachable: 'Not reached' } satisfies Record<
      WebhookOutcome,
      string
    >,
  },

  create: 'New webhook',
  createSubmit: 'Add',
  name: 'Name',
  nameWrong: 'Give 1 to 64 letters, digits, dots, dashes, underscores and spaces; a letter or digit first.',
  url: 'Address',
  urlHint: 'Requests are posted there. Redirects are not followed, and an answer has five seconds in all.',
  urlWrong:
    'Give an address that begins with https://, without user, password or fragment. Plain http needs private addresses to be allowed.',
  allowPrivate: 'Private addresses are allowed',
  allowPrivateDetail: 'Also this machine, the networks inside, and plain http.',
  types: 'Is told',
  typesWrong: 'Choose at least one type of event.',
  typeDetails: {
    'session.opened': 'A session is registered here',
    'session.closed': 'A session has ended, whatever the reason',
    'receipt.acknowledged': 'A recipient has heard of a closure',
    'receipt.verified': 'The end of a session was observed',
    'receipt.refused': 'A recipient has refused',
    'receipt.unreachable': 'A recipient cannot be reached',
    'closure.refused-everywhere': 'Nothing accepts the closed sessions any more',
  } satisfies Record<WebhookEventType, string>,
  only: 'Only some kinds or sources',
  kinds: 'Kinds of sessions; none chosen means all',
  sources: 'Sources; none chosen means all',

  change: 'Change',
  changeTitle: (name: string) => `Change ${name}`,
  save: 'Save',
  changed: (name: string) => `${name} is changed.`,

  disable: 'Disable',
  disableTitle: (name: string) => `Disable ${name}?`,
  disableText: 'Nothing is sent to it any more, and what happens while it is disabled is not kept for it.',
  disabledDone: (name: string) => `${name} is disabled.`,
  enable: 'Enable',
  enableTitle: (name: string) => `Enable ${name}?`,
  enableText: 'It is told what happens from now on. What happened while it was disabled was not kept.',
  enabledDone: (name: string) => `${name} is enabled.`,
  delete: 'Delete',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: 'Its log of attempts goes with it, and what was not sent yet is not sent.',
  deletedDone: (name: string) => `${name} is deleted.`,

  rotate: 'Rotate secret',
  rotateTitle: (name: string) => `Rotate the secret of ${name}`,
  rotateText: 'Curfew makes a new secret and shows it once.',
  overlap: 'The secret that it has now',
  overlapDay: 'Signs too for 24 hours',
  overlapDayDetail: 'Every request carries both signatures: put the new secret in place meanwhile, and nobody notices.',
  overlapNone: 'Stops at once',
  overlapNoneDetail: 'For a secret that may be in wrong hands. Until the new one is in place the receiver refuses.',
  rotateSubmit: 'Make a new secret',
  secretTitle: (name: string) => `The secret of ${name}`,
  secretText:
    'It is shown this once. Put it where the receiver reads its secrets, and let it verify every request with it.',
  secretLabel: 'Secret',
  formerUntil: (at: string) => `The secret before it signs too until ${at}.`,
  secretNotCopied:
    'The secret has not been copied, and it is not shown again. Press Esc once more to leave it all the same.',
  secretDone: 'I have it',
})
