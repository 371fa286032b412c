import type { Role } from '@curfew/contract'
import { createFormats } from './formats.ts'
import { sessions } from './sessions.en.ts'

const formats = createFormats('en-GB')
const { plural } = formats

const roles: Record<Role, string> = { auditor: 'Auditor', operator: 'Operator', 'super-admin': 'Super admin' }

/** Every text of the console in English. Another language is another file of the same shape. */
export const en = {
  language: 'en',
  formats,
  sessions,
  roles,

  kit: {
    dismiss: 'Dismiss',
  },

  frame: {
    product: 'Curfew',
    skip: 'Skip to the page',
    mainNavigation: 'Main',
    access: 'Access',
    activeUserSessions: 'Active User Sessions',
    closures: 'Closures',
    administrators: 'Administrators',
    loggedOnSince: (at: string) => `logged on ${at}`,
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    logOff: 'Log off',
    changePassword: 'Change password',
    demo: 'Demo data: nobody here is real, and closing a session logs nobody off.',
    title: (page: string) => `${page} · Curfew`,
    selectedTitle: (count: number) => plural(count, { one: '# selected', other: '# selected' }),
    closingTitle: (count: number) => plural(count, { one: 'Closing #', other: 'Closing #' }),
  },
} as const
