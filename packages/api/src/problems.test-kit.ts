import type { EndpointName } from '@curfew/contract'
import { type Asked, goodPassword } from './api.test-kit.ts'
import { signalBodies } from './signal-problems.test-kit.ts'

export const newPassword = 'nine white cranes at noon'
export const bodies: Partial<Record<EndpointName, object>> = {
  setup: { token: 'x', userId: 'ada', firstName: '', lastName: '', password: goodPassword },
  logon: { userId: 'ada', password: goodPassword },
  finishLogon: { newPassword },
  changePassword: { currentPassword: goodPassword, newPassword },
  createPlan: { sessionIds: ['some-session'] },
  retryGivenUp: {},
  createHold: { subject: { kind: 'user', userId: 'bob' }, seconds: 60 },
  changeSettings: { cameBackWithinSeconds: 60 },
  executePlan: { planId: 'some-plan', reason: '' },
  reportEnded: { receipt: `some-delivery.${'A'.repeat(43)}`, step: 'told' },
  createAdministrator: { userId: 'bob', firstName: '', lastName: '', role: 'auditor' },
  changeAdministrator: { disabled: true },
  createSource: { name: 'portal', kinds: ['self-service-console'] },
  createNas: { name: 'vpn-1', radius: { networks: ['192.0.2.1'], secret: 'a long secret' } },
  changeSource: { name: 'shop' },
  setSpeedTarget: { targetSeconds: 30 },
  rotateSourceKey: {},
  createWebhook: { name: 'sink', url: 'https://sink.example/in', types: ['session.opened'] },
  changeWebhook: { name: 'sink' },
  rotateWebhookSecret: {},
  registerSessions: { sessions: [{ handle: 'one', kind: 'self-service-console', userId: 'ada' }] },
  touchSessions: { sessions: [{ handle: 'one' }] },
  endSessions: { sessions: [{ handle: 'one' }] },
  report: { guard: 'guard-one', position: 0 },
  rotateSigningKeys: {},
  ...signalBodies,
}
export const aForm = (text: string): Asked => ({
  rawBody: text,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
})

/** Signed by nobody; its issuer and audience can be read. */
const aToken = `${btoa('{"alg":"RS256"}')}.${btoa('{"iss":"https://op.example","aud":"portal"}')}.x`
export const forms: Partial<Record<EndpointName, string>> = {
  introspect: 'handle=one',
  backChannelLogout: `logout_token=${aToken}`,
}
