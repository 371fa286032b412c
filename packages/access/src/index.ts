/** Who administers: accounts, roles, logon. */
export type * from './ports.ts'
