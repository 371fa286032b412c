import { type CommandEffect, type Ending, minPasswordLength, type ReasonKind } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of the pages for somebody who is not, or no longer, logged on. */
export const logon = ({ plural, moment }: Formats) => {
  const minutesOrHours = (seconds: number) =>
    seconds % 3600 === 0 && seconds >= 3600
      ? plural(seconds / 3600, { one: '# hour', other: '# hours' })
      : plural(Math.round(seconds / 60), { one: '# minute', other: '# minutes' })

  return {
    title: 'Log on',
    again: 'Log on again',
    userId: 'User ID',
    password: 'Password',
    submit: 'Log on',
    submitting: 'Logging on',
    userIdMissing: 'Give your user ID.',
    passwordMissing: 'Give your password.',
    tryAgainIn: (seconds: number) =>
      seconds < 120
        ? plural(seconds, { one: 'Try again in # second.', other: 'Try again in # seconds.' })
        : plural(Math.ceil(seconds / 60), { one: 'Try again in # minute.', other: 'Try again in # minutes.' }),

    heldUntil: (until: Date, now: Date) => `It ends by itself at ${moment(until, now)}.`,

    newPasswordTitle: 'Choose a new password',
    newPasswordWhy:
      'The password that you gave was made for you. You are logged on as soon as you have one of your own.',
    newPasswordUntil: (at: string) => `This page waits until ${at}; then begin again.`,
    newPassword: 'New password',
    newPasswordHint: `At least ${minPasswordLength} characters. A sentence is easier to keep than a riddle.`,
    passwordAgain: 'New password, once more',
    passwordsDiffer: 'The two are not the same.',
    passwordTooShort: (length: number) =>
      `${plural(minPasswordLength - length, { one: '# character', other: '# characters' })} more.`,
    newPasswordSubmit: 'Set password and log on',

    setupTitle: 'Set up Curfew',
    setupText: 'There is no administrator yet. The first one may do everything, and creates the others.',
    setupNoToken:
      'Setting up takes the one-time link that Curfew printed when it started. Look there, and open the whole of it.',
    setupFirstName: 'First name',
    setupLastName: 'Last name',
    setupSubmit: 'Create and log on',
    setupWrongLink: 'This setup link is not, or no longer, valid. Curfew prints a new one when it starts again.',
    setupNeeded: 'Curfew is not set up yet. Open the one-time link that it printed when it started.',

    /** How the last session ended. */
    farewell: {
      closed: {
        administrator: (at) => `Your session was closed by an administrator at ${at}.`,
        user: (at) => `Your session was closed at your own request at ${at}.`,
        policy: (at) => `Your session was closed at ${at} because a security rule demands it.`,
        system: (at) => `Your session was closed by the system at ${at}.`,
      } satisfies Record<ReasonKind, (at: string) => string>,
      closedYourself: 'You closed your own session.',
      loggedOff: 'You are logged off.',
      idle: (seconds: number | undefined) =>
        seconds === undefined ? 'You were away for too long.' : `You were away for ${minutesOrHours(seconds)}.`,
      absolute: (seconds: number | undefined) =>
        seconds === undefined
          ? 'Your session lasted as long as a session may.'
          : `Your session lasted ${minutesOrHours(seconds)}, as long as a session may.`,
      others: {
        source: 'Your session was ended by the system that it lived in.',
        'source-silent': 'The system that your session lived in did not speak of it any more.',
        'account-disabled': 'Your administrator account was disabled.',
        'password-changed': 'Your password was changed, and with that your other sessions ended.',
      } satisfies Partial<Record<Ending, string>>,
      over: 'Your session is over.',
      message: 'Message to you',
      command: (name: string) => `Your session was closed while ${name} was running.`,
      effects: {
        none: 'It did not finish, and changed nothing.',
        partly: 'It did not finish; a part of it was done.',
        done: 'It was done before that.',
        unknown: 'It is not known how far it came.',
      } satisfies Record<CommandEffect, string>,
    },
  }
}
