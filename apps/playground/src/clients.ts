import type { NewSourceRequest } from '@curfew/contract'
import type { Guard } from '@curfew/guard'
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { createHeldSession } from './guarded-program.ts'
import { createProgramPage } from './program.ts'
import { createToldLog } from './told.ts'
import { createWebApplication } from './web-application.ts'

/** The sources the playground registers, one per system. */
export const sources = [
  { name: 'playground-portal', kinds: ['self-service-console'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
  { name: 'playground-operations', kinds: ['operations-console'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
  { name: 'playground-snap-in', kinds: ['token-management-snap-in'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
  { name: 'playground-ssl-vpn', kinds: ['risk-based-authentication'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
  // Its guard needs a lease; what its users' sessions are keeps them from being told.
  { name: 'playground-agent', kinds: ['authentication-agent'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
] as const satisfies readonly (Omit<NewSourceRequest, 'kinds'> & {
  readonly kinds: readonly NewSourceRequest['kinds'][number][]
})[]
export type SourceName = (typeof sources)[number]['name']

type Options = { readonly guard: Guard; readonly stepMs?: number }

/** Reached directly and through the web tier; the tier says so in a header. */
export function createPortal({ guard, stepMs }: Options) {
  return createWebApplication({
    title: 'Self-Service Console',
    about: 'Users log on to look after their own tokens. Listed; told through the guard to the browser.',
    guard,
    describe: (_, request) => ({
      kind: 'self-service-console',
      via: request.headers.has('x-web-tier') ? 'web-tier' : 'direct',
      identitySource: 'playground',
      clientAddress: request.headers.get('x-forwarded-for') ?? '127.0.0.1',
    }),
    ...(stepMs !== undefined && { stepMs }),
  })
}

export function createOperationsConsole({ guard, stepMs }: Options) {
  return createWebApplication({
    title: 'Operations Console',
    about: 'Operations administrators. Listed only if they provided Super Admin credentials.',
    guard,
    choices: html`<label><input type="checkbox" name="superAdmin" /> with Super Admin credentials</label>`,
    describe: (form) => ({
      kind: 'operations-console',
      superAdminCredentials: form.get('superAdmin') !== null,
      clientAddress: '127.0.0.1',
    }),
    ...(stepMs !== undefined && { stepMs }),
  })
}

export function createSnapIn({ guard, stepMs }: Options): Hono {
  const told = createToldLog()
  const session = createHeldSession(
    guard,
    () => ({ kind: 'token-management-snap-in', userId: 'snapin-admin', clientAddress: '127.0.0.1' }),
    told,
    stepMs,
  )
  return createProgramPage({
    title: 'Token Management Snap-In',
    about: 'A long-lived program without a browser: its session is over the moment the feed says so. Listed.',
    told,
    state: () => (session.isOn() ? 'snapin-admin is logged on' : 'nobody is logged on'),
    doings: [
      { path: '/logon', label: 'Log on', act: () => session.logOn() },
      { path: '/command', label: 'Run the ten-second command', act: () => session.runCommand() },
      { path: '/logoff', label: 'Log off', act: () => session.logOff() },
    ],
  })
}

export function createSslVpnAgent({ guard, stepMs }: Options): Hono {
  const told = createToldLog()
  const describe = () => ({
    kind: 'risk-based-authentication' as const,
    userId: 'vpn-user',
    status: 'abandoned-in-progress' as const,
    clientAddress: '127.0.0.1',
  })
  const session = createHeldSession(guard, describe, told, stepMs)
  return createProgramPage({
    title: 'SSL-VPN agent',
    about: 'Risk-based logons, finished or abandoned. Listed as Abandoned/in-progress until they are finished.',
    told,
    state: () => (session.isOn() ? 'vpn-user has begun to log on' : 'nobody is logging on'),
    doings: [
      { path: '/logon', label: 'Begin a logon', act: () => session.logOn() },
      { path: '/finish', label: 'Finish it', act: () => session.finish() },
      { path: '/command', label: 'Run the ten-second command', act: () => session.runCommand() },
      { path: '/abandon', label: 'Abandon it', act: () => session.abandon() },
    ],
  })
}

export function createAuthenticationAgent({ guard, stepMs }: Options): Hono {
  const told = createToldLog()
  const session = createHeldSession(
    guard,
    () => ({ kind: 'authentication-agent', userId: 'agent-user', clientAddress: '127.0.0.1' }),
    told,
    stepMs,
  )
  return createProgramPage({
    title: 'Authentication agent',
    about: 'Users logged on through an agent: never listed, and not told from here.',
    told,
    state: () => (session.isOn() ? 'agent-user is logged on' : 'nobody is logged on'),
    doings: [
      { path: '/logon', label: 'Log on', act: () => session.logOn() },
      { path: '/command', label: 'Run the ten-second command', act: () => session.runCommand() },
      { path: '/logoff', label: 'Log off', act: () => session.logOff() },
    ],
  })
}
