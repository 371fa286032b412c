import type { ReasonKind } from '@curfew/contract'
import { createFormats } from './formats.ts'

const { number, plural } = createFormats('en-GB')

/** The dialog *Close Sessions* in English. */
export const closingDialog = {
  title: (count: number) =>
    count === 0 ? 'No session to close' : plural(count, { one: 'Close # session?', other: 'Close # sessions?' }),
  /** *84 Self-Service Console, 43 RADIUS.* */
  kinds: (parts: readonly string[]) => `${parts.join(', ')}.`,
  and: ' and ',
  andMore: (count: number) => ` and ${number(count)} more`,
  plannedAgain: (before: number, now: number) =>
    before === now
      ? 'It took so long that the list was made again. It holds as many sessions as before. Press OK to close them.'
      : `It took so long that the list was made again: ${number(before)} before, ${number(now)} now. Press OK to close them.`,
  onlyOwn: { what: 'This is your own session.', so: 'You will be logged off at once.' },
  ownAmong: { what: 'Your own session is among them.', so: 'You will be logged off last.' },
  commands: (count: number) => ({
    what: plural(count, { one: '# command is in flight.', other: '# commands are in flight.' }),
    so: plural(count, { one: 'Its user gets an error message.', other: 'Their users get an error message.' }),
  }),
  cannotBeTold: (count: number, recipients: readonly string[]) => ({
    what: plural(count, { one: '# recipient cannot be told at once.', other: '# recipients cannot be told at once.' }),
    so: `${recipients.join('; ')}. New requests are refused all the same.`,
  }),
  /** *portal (84 sessions): No guard is connected since 14:03*; the cause comes as a sentence. */
  recipient: (name: string, count: number, cause: string, since: string | null) => {
    const who = `${name} (${plural(count, { one: '# session', other: '# sessions' })})`
    const why = [cause.replace(/\.$/, ''), ...(since === null ? [] : [`since ${since}`])].filter(Boolean).join(' ')
    return why === '' ? who : `${who}: ${why}`
  },
  alreadyClosed: (count: number) =>
    plural(count, {
      one: '# that was selected is closed already.',
      other: '# that were selected are closed already.',
    }),
  notFound: (count: number) =>
    plural(count, {
      one: '# that was selected is not to be found here any more.',
      other: '# that were selected are not to be found here any more.',
    }),

  reason: 'Reason (kept in the audit)',
  reasons: [
    'Stolen or lost device',
    'Suspected misuse',
    'The person has left',
    'Wrong access rights',
    'Maintenance',
    'Asked for by the user',
  ],
  message: 'Message to the users (optional)',
  messageHint: 'Shown on their logon page',
  hold: 'Keep them out, too, for',
  holdFor: 'Keep them out for, number',
  holdUnit: 'Unit',
  holdUnits: { minutes: 'minutes', hours: 'hours', days: 'days' },
  holdHint: 'New sessions of these users are refused until then. A hold ends by itself and can be lifted.',
  holdNotOwn: 'You are not kept out.',
  holdWrong: 'Give a whole number; 30 days at the most. Nothing was closed.',
  holdTooMany: (users: number, sessions: number) =>
    `A closure keeps out at most ${number(users)} users of ${number(sessions)} sessions.`,
  more: 'More: whose decision, messages in other languages',
  decision: 'Whose decision it is',
  decisions: {
    administrator: { label: 'An administrator’s', detail: 'The page of who is closed says so.' },
    user: { label: 'The users’ own', detail: 'They asked for it.' },
    policy: { label: 'A rule’s', detail: 'It is demanded by a policy.' },
    system: { label: 'The system’s', detail: 'As for maintenance: nobody did anything wrong.' },
  } satisfies Record<ReasonKind, { label: string; detail: string }>,
  languages: 'Messages in other languages',
  languagesHint: 'Whoever reads one of these languages gets that text; everyone else gets the message above.',
  addLanguage: 'Add a language',
  noMoreLanguages: 'All languages that are offered are there.',
  languageOf: 'Language',
  textIn: (language: string) => `Message in ${language}`,
  removeLanguage: (language: string) => `Remove ${language}`,
  textMissing: 'Write the message, or remove the language. Nothing was closed.',

  password: 'Your password',
  whyPassword: 'It is asked for again when many sessions are closed, or all that match.',
  passwordMissing: 'Give your password. Nothing was closed.',
  passwordWrong: 'The password is wrong. Nothing was closed.',

  cancel: 'Cancel',
  ok: 'OK',
  closing: 'Closing…',
  planning: 'Counting what would be closed',
  nothingToClose: 'There is nothing to close.',
  noPlan: 'It is not known what would be closed.',
  cannotBeTakenBack: 'They are being closed. That cannot be taken back.',
  planFailed: (why: string) => `It could not be counted what would be closed. ${why}`,
  tryAgain: 'Try again',
  noAnswer: 'There was no answer, so it is not known whether they are closed. Press OK again: nothing is closed twice.',
} as const
