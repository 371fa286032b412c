import { administrators } from './administrators.en.ts'
import { createFormats } from './formats.ts'
import { logon } from './logon.en.ts'
import { problems } from './problems.en.ts'
import { sessions } from './sessions.en.ts'

const formats = createFormats('en-GB')
const { plural } = formats

/** Every text of the console in English. Another language is another file of the same shape. */
export const en = {
  language: 'en',
  formats,
  problems,
  sessions,
  administrators: administrators(formats),
  logon: logon(formats),

  kit: {
    dismiss: 'Dismiss',
    /** After the name of the page one is on, or of the choice that holds. */
    current: ' (current)',
    /** A read that brought no answer. */
    unreachable: 'Curfew cannot be reached. Nothing was changed.',
    /** A change that brought none. */
    unknownOutcome: 'There was no answer, so it is not known whether it was done. Look before you try again.',
    tryAgain: 'Try again',
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'The browser did not let it be copied. Select it and copy it yourself.',
  },

  frame: {
    product: 'Curfew',
    skip: 'Skip to the page',
    mainNavigation: 'Main',
    access: 'Access',
    activeUserSessions: 'Active User Sessions',
    closures: 'Closures',
    holds: 'Holds',
    speed: 'How fast are we',
    sources: 'Sources',
    webhooks: 'Webhooks',
    signals: 'Signals',
    administrators: 'Administrators',
    loggedOnSince: (at: string) => `logged on ${at}`,
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    logOff: 'Log off',
    loggingOff: 'Logging off',
    logOffFailed: (why: string) => `You are not logged off. ${why}`,
    changePassword: 'Change password',
    keyboard: 'Keyboard shortcuts',
    demoLabel: 'About this data',
    demo: 'Demo data: nobody here is real. The sessions, their users and the systems they use are made up.',
    offline: 'This computer is offline. What is shown may be old.',
    paused: 'The connection to Curfew is interrupted. What is shown may be old; it is being tried again.',
    title: (page: string) => `${page} · Curfew`,
    selectedTitle: (count: number) => plural(count, { one: '# selected', other: '# selected' }),
    closingTitle: (count: number) => plural(count, { one: 'Closing #', other: 'Closing #' }),

    notFoundTitle: 'There is no such page',
    notFoundText: 'The address may be old or mistyped.',
    notFoundBack: 'Go to Active User Sessions',
    brokenTitle: 'This page broke',
    brokenText: 'Something went wrong in the console itself. Nothing was changed by it.',
    unreachableTitle: 'Curfew cannot be reached',
    updatedText:
      'A part of the page could not be loaded. Curfew may have been updated meanwhile, or the network is down.',
    reload: 'Load the page again',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    everywhere: 'Everywhere',
    inGrid: 'In the grid',
    andThen: 'then',
    keys: { shift: 'Shift', ctrl: 'Ctrl', space: 'Space', enter: 'Enter', escape: 'Esc' },
    help: 'This help',
    search: 'Search',
    goSessions: 'Active User Sessions',
    goClosures: 'Closures',
    goHolds: 'Holds',
    goSources: 'Sources',
    move: 'Move between rows',
    select: 'Select the row',
    range: 'Select a range',
    all: 'Select all loaded rows',
    close: 'Close Sessions',
    keepOut: 'Keep their users out',
    open: 'Open the session',
    leave: 'Close what is open',
    done: 'Done',
    enabled: 'Use shortcuts of a single key',
  },
}
