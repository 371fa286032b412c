/** Where the pages live. */
export const pages = {
  sessions: '/access/sessions',
  closures: '/closures',
  closure: (id: string) => `/closures/${encodeURIComponent(id)}`,
  administrators: '/administrators',
  password: '/password',
  logon: '/logon',
  setup: '/setup',
} as const
