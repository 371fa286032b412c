import type { Role } from '@curfew/contract'

/** What goes on by itself while one looks. */
export type Weather = 'still' | 'calm' | 'storm'

/** What goes wrong, and when. The rest of the API goes on as ever. */
export type Mishap =
  | { readonly kind: 'none' }
  | { readonly kind: 'own-session-closed'; readonly afterMs: number }
  | { readonly kind: 'own-session-closed-while-exporting'; readonly afterMs: number }
  | { readonly kind: 'own-session-expires'; readonly idleLimitSeconds: number }
  | { readonly kind: 'store-cannot-be-written' }
  | { readonly kind: 'recipients-unreachable' }
  | { readonly kind: 'webhook-fails' }
  | { readonly kind: 'users-come-back' }
  | { readonly kind: 'peers-fail' }
  | { readonly kind: 'nases-refuse' }

export type Scenario = {
  /** One sentence: what there is to see. */
  readonly shows: string
  /** How many sessions there are beside the administrators' own; some of them are never listed. */
  readonly sessions: number
  /** Of whoever is logged on; null: nobody has been here yet, and the setup link waits. */
  readonly role: Role | null
  readonly weather: Weather
  readonly mishap: Mishap
  /** How long every answer takes. */
  readonly delayMs: number
  /** The page that shows it best. */
  readonly startAt: `/${string}`
}

const quietDay: Scenario = {
  shows: 'A working day: sessions of every kind, some coming, some going.',
  sessions: 400,
  role: 'super-admin',
  weather: 'calm',
  mishap: { kind: 'none' },
  delayMs: 0,
  startAt: '/access/sessions',
}

/** The scenarios of `?scenario=`. */
export const scenarios = {
  'quiet-day': quietDay,
  million: {
    ...quietDay,
    shows: 'As many sessions as a tab can honestly carry: 100,000. A million takes the server.',
    sessions: 100_000,
    weather: 'still',
  },
  empty: {
    ...quietDay,
    shows: 'Nobody is logged on but you.',
    sessions: 0,
    weather: 'still',
  },
  'first-start': {
    ...quietDay,
    shows: 'Nobody has been here yet: the setup link of a first start.',
    sessions: 0,
    role: null,
    weather: 'still',
    startAt: '/setup',
  },
  'no-match-but-case': {
    ...quietDay,
    shows: 'A search that finds nothing, and would if case were ignored.',
    weather: 'still',
    startAt: '/access/sessions?userId=contains:ADMIN',
  },
  'closing-storm': {
    ...quietDay,
    shows: 'Other administrators close sessions all the time, and new ones keep coming.',
    sessions: 4_000,
    weather: 'storm',
  },
  'unreachable-recipients': {
    ...quietDay,
    shows: 'Half of those who must be told cannot be reached: the dialog warns, the tray names them.',
    weather: 'still',
    mishap: { kind: 'recipients-unreachable' },
  },
  'failing-webhook': {
    ...quietDay,
    shows: 'Two webhooks: one is told of everything, the other one’s sink answers 503 and falls behind.',
    mishap: { kind: 'webhook-fails' },
    startAt: '/webhooks',
  },
  'back-again': {
    ...quietDay,
    shows: 'Three who were closed are back within seconds, and holds keep others out.',
    weather: 'still',
    mishap: { kind: 'users-come-back' },
    startAt: '/access/sessions?cameBack=equals%3Ayes',
  },
  'peers-fail': {
    ...quietDay,
    shows: 'Relying parties that prove, say yes, keep, refuse and are down, and signals that fail: close some of them.',
    weather: 'still',
    mishap: { kind: 'peers-fail' },
    startAt: '/access/sessions?userId=startsWith:sso.',
  },
  'nas-refuses': {
    ...quietDay,
    shows: 'NASes that refuse, that agree and end nothing, and one that cannot be told: close some of RADIUS.',
    weather: 'still',
    mishap: { kind: 'nases-refuse' },
    startAt: '/access/sessions?kind=radius',
  },
  'closed-while-exporting': {
    ...quietDay,
    shows: 'Press Export: your session is closed while the export is running.',
    sessions: 20_000,
    weather: 'still',
    mishap: { kind: 'own-session-closed-while-exporting', afterMs: 1_500 },
  },
  'own-session-closed-by-another': {
    ...quietDay,
    shows: 'Another administrator closes your session eight seconds after you logged on.',
    mishap: { kind: 'own-session-closed', afterMs: 8_000 },
  },
  'store-down': {
    ...quietDay,
    shows: 'The store can be read and not written: nothing can be closed, and the page says so.',
    weather: 'still',
    mishap: { kind: 'store-cannot-be-written' },
  },
  slow: {
    ...quietDay,
    shows: 'Every answer takes two seconds.',
    delayMs: 2_000,
  },
  'read-only-administrator': {
    ...quietDay,
    shows: 'You are an auditor: you see everything and close nothing.',
    role: 'auditor',
  },
  expired: {
    ...quietDay,
    shows: 'Your idle limit is one minute: take your hands off, and you are away.',
    weather: 'still',
    mishap: { kind: 'own-session-expires', idleLimitSeconds: 60 },
  },
} as const satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios
export const defaultScenario: ScenarioName = 'quiet-day'
export const scenarioNames = Object.keys(scenarios).filter(isScenarioName)

/** Whether a text from outside names a scenario. */
export function isScenarioName(name: string | null | undefined): name is ScenarioName {
  return typeof name === 'string' && Object.hasOwn(scenarios, name)
}
