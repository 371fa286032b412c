import { resolve } from 'node:path'
import { type ByProxies, readProxies } from './proxies.ts'
import { readSettings, type Settings } from './settings.ts'

/** All that can be set from outside, as values that the rest of the process trusts. */
export type Config = {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Absolute. */
  readonly dataDirectory: string
  /** Where browsers reach the console, the first for links; empty: where the process itself listens. */
  readonly publicUrls: readonly URL[]
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  /** Whose word about the client's address is taken. */
  readonly proxies: ByProxies
  readonly firstAdministrator: { readonly userId: string; readonly password: string } | null
  /** Null: no RADIUS accounting is received. */
  readonly radiusAccountingPort: number | null
  readonly logLevel: (typeof logLevels)[number]
  /** True: `/metrics` answers everyone, not only this machine. */
  readonly metricsForAll: boolean
  /** How many made-up sessions to fill a demo with; null: the real thing. */
  readonly demo: number | null
  /** Variables that are named like a setting and are none. */
  readonly unknownVariables: readonly string[]
}

const onlySqlite =
  'CURFEW_DATABASE_URL: leave it unset. This version keeps its data in SQLite, in the directory CURFEW_DATA_DIR.'
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const

/**
 * Read the environment and the words after `npm start --`. Nothing else in the process reads either.
 *
 * @throws ConfigError names every variable that is wrong, and what to write instead
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, words: readonly string[]): Config {
  return readSettings(env, (settings) => {
    const demo = readWords(settings, words)
    if (settings.text('CURFEW_DATABASE_URL') !== undefined) settings.refuse(onlySqlite)
    const directory = resolve(settings.text('CURFEW_DATA_DIR') ?? './data')
    return {
      host: settings.text('HOST') ?? '127.0.0.1',
      port: settings.port('PORT') ?? 8080,
      dataDirectory: demo === null ? directory : `${directory}-demo`,
      publicUrls: publicUrls(settings),
      tls: tlsFiles(settings),
      proxies: readProxies(settings),
      firstAdministrator: firstAdministrator(settings),
      radiusAccountingPort: settings.port('CURFEW_RADIUS_ACCOUNTING_PORT') || null,
      logLevel: settings.oneOf('CURFEW_LOG_LEVEL', logLevels) ?? 'info',
      metricsForAll: settings.oneOf('CURFEW_METRICS', ['loopback', 'everyone']) === 'everyone',
      demo,
      // Last, when all that there is has been read.
      unknownVariables: settings.unread('CURFEW_'),
    }
  })
}

function readWords(settings: Settings, words: readonly string[]): number | null {
  const [option, count = '5000', ...rest] = words.flatMap((word) => word.split('='))
  if (option === undefined) return null
  const sessions = Number(count)
  if (option === '--demo' && rest.length === 0 && /^\d{1,7}$/.test(count) && sessions <= 1_000_000) return sessions
  settings.refuse(
    `${words.join(' ')}: write "npm start -- --demo 5000" (0 to 1000000 made-up sessions), or no words at all.`,
  )
  return null
}

function publicUrls(settings: Settings): readonly URL[] {
  const words = (settings.text('CURFEW_PUBLIC_URL') ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const urls = words.flatMap((word) => (URL.canParse(word) ? [new URL(word)] : []))
  const areOrigins = urls.every((url) => /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`)
  const areAlike = new Set(urls.map((url) => url.protocol)).size <= 1
  if (urls.length === words.length && areOrigins && areAlike) return urls
  settings.refuse(
    'CURFEW_PUBLIC_URL: write the address that browsers use, without a path: https://curfew.example.org (several with commas between them, all https or all http)',
  )
  return []
}

function tlsFiles(settings: Settings): Config['tls'] {
  const certFile = settings.text('CURFEW_TLS_CERT')
  const keyFile = settings.text('CURFEW_TLS_KEY')
  if (certFile !== undefined && keyFile !== undefined) return { certFile: resolve(certFile), keyFile: resolve(keyFile) }
  if (certFile !== keyFile)
    settings.refuse(
      'CURFEW_TLS_CERT and CURFEW_TLS_KEY: write both (paths of PEM files, the chain and its key) or neither.',
    )
  return null
}

function firstAdministrator(settings: Settings): Config['firstAdministrator'] {
  const userId = settings.text('CURFEW_ADMIN_USER')
  const password = settings.secret('CURFEW_ADMIN_PASSWORD')
  if (userId !== undefined && password !== undefined) return { userId, password }
  if (userId !== password) settings.refuse('CURFEW_ADMIN_USER and CURFEW_ADMIN_PASSWORD: write both or neither.')
  return null
}
