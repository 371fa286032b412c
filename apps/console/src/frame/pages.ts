/** Where the pages live. */
export const pages = {
  sessions: '/access/sessions',
  /** Those of one source. */
  sessionsOf: (source: string) => `/access/sessions?${new URLSearchParams({ source: `equals:${source}` })}`,
  session: (id: string) => `/access/sessions?${new URLSearchParams({ session: id })}`,
  closures: '/closures',
  closure: (id: string) => `/closures/${encodeURIComponent(id)}`,
  /** Logoffs that nobody tries to deliver any more. */
  givenUp: '/given-up',
  givenUpOf: (sourceId: string) => `/given-up?${new URLSearchParams({ source: sourceId })}`,
  holds: '/holds',
  /** The sessions of one user. */
  sessionsOfUser: (userId: string) => `/access/sessions?${new URLSearchParams({ userId: `equals:${userId}` })}`,
  speed: '/access/speed',
  sources: '/sources',
  source: (id: string) => `/sources/${encodeURIComponent(id)}`,
  webhooks: '/webhooks',
  webhook: (id: string) => `/webhooks/${encodeURIComponent(id)}`,
  signals: '/shared-signals',
  administrators: '/administrators',
  password: '/password',
  logon: '/logon',
  setup: '/setup',
} as const
