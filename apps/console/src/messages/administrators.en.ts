import type { Role } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of *Administrators* and of the own password. */
export const administrators = ({ plural }: Formats) => ({
  title: 'Administrators',
  roles: { auditor: 'Auditor', operator: 'Operator', 'super-admin': 'Super admin' } satisfies Record<Role, string>,
  roleDetails: {
    auditor: 'Sees sessions and closures',
    operator: 'Also closes sessions',
    'super-admin': 'Also administers Curfew',
  } satisfies Record<Role, string>,
  count: (count: number) => plural(count, { one: '#', other: '#' }),
  loading: 'Loading administrators',
  columns: {
    userId: 'User ID',
    name: 'Name',
    role: 'Role',
    state: 'State',
    lastLogon: 'Last logon',
    sessions: 'Open sessions',
    actions: 'Actions',
  },
  you: 'you',
  enabled: 'Enabled',
  disabled: 'Disabled',
  mustChange: 'Temporary password',
  never: 'Never',
  actionsOf: (userId: string) => `Actions for ${userId}`,

  create: 'New administrator',
  createTitle: 'New administrator',
  createText: 'Curfew makes a temporary password. It must be changed at the first logon.',
  userId: 'User ID',
  firstName: 'First name',
  lastName: 'Last name',
  role: 'Role',
  createSubmit: 'Create',
  userIdMissing: 'Give a user ID.',
  cancel: 'Cancel',

  changeRole: 'Change role',
  changeRoleTitle: (userId: string) => `Change the role of ${userId}`,
  changeRoleText: 'The new role holds from the next request on; open sessions stay.',
  save: 'Save',
  roleChanged: (userId: string, role: string) => `${userId} is now ${role.toLowerCase()}.`,

  disable: 'Disable',
  disableTitle: (userId: string) => `Disable ${userId}?`,
  disableText: (sessions: number) =>
    sessions === 0
      ? 'There is no open session. Logging on is refused until you enable the administrator again.'
      : plural(sessions, {
          one: 'The one open session is closed at once. Logging on is refused until you enable the administrator again.',
          other:
            'All # open sessions are closed at once. Logging on is refused until you enable the administrator again.',
        }),
  disableOwn: 'This is you. Somebody else can disable you.',
  disabledDone: (userId: string) => `${userId} is disabled.`,
  enable: 'Enable',
  enableTitle: (userId: string) => `Enable ${userId}?`,
  enableText: 'The administrator can log on again, with the same password and role.',
  enabledDone: (userId: string) => `${userId} is enabled.`,

  reset: 'Reset password',
  resetTitle: (userId: string) => `Reset the password of ${userId}?`,
  resetText: (sessions: number) =>
    sessions === 0
      ? 'The present password stops working. Curfew makes a temporary one, to be changed at the next logon.'
      : plural(sessions, {
          one: 'The present password stops working and the one open session is closed. Curfew makes a temporary one, to be changed at the next logon.',
          other:
            'The present password stops working and all # open sessions are closed. Curfew makes a temporary one, to be changed at the next logon.',
        }),
  resetOwn: 'This is you. Change your own password instead.',

  temporaryTitle: 'Temporary password',
  temporaryText: (userId: string) =>
    `For ${userId}. It is shown this once and kept nowhere; hand it over on a safe way.`,
  temporaryLabel: 'Temporary password',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not let it be copied. Select it and copy it yourself.',
  temporaryDone: 'I have it',

  passwordTitle: 'Change password',
  passwordText: 'Your other sessions end; this one stays.',
  currentPassword: 'Present password',
  currentMissing: 'Give your present password.',
  currentWrong: 'That is not your present password. Nothing was changed.',
  passwordSubmit: 'Change password',
  passwordChanged: 'Your password is changed. Your other sessions have ended.',
})
