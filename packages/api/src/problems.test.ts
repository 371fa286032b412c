import {
  CurfewError,
  type Endpoint,
  type EndpointName,
  endpoints,
  maxWebhooks,
  newNasRequest,
  newWebhookRequest,
  type ProblemCode,
} from '@curfew/contract'
import { createHold, createNas, createWebhook } from '@curfew/registry'
import { expect, test } from 'vitest'
import { type Asked, aCurfew, Browser, type Curfew, goodPassword } from './api.test-kit.ts'
import { isEndpointName } from './mount.ts'
import { problemsOf } from './openapi/document.ts'
import { aForm, bodies, forms, newPassword } from './problems.test-kit.ts'
import * as signals from './signal-problems.test-kit.ts'

type Prepared = signals.Prepared

async function prepared(name: EndpointName): Promise<Prepared> {
  const endpoint: Endpoint = endpoints[name]
  const curfew = aCurfew({ metrics: { isOpen: true } })
  const isBegun = name === 'finishLogon'
  await curfew.anAdministrator('ada', { mustChangePassword: isBegun })
  const browser = new Browser(curfew.ask)
  if (endpoint.access !== 'anyone')
    await browser.ask('POST', '/api/logon', { body: { userId: 'ada', password: goodPassword } })
  const id = endpoint.path.startsWith('/api/administrators') ? (await curfew.anAdministrator('eve')).id : 'no-such-id'
  const body = bodies[name]
  const form = forms[name]
  const asked = form !== undefined ? aForm(form) : body ? { body } : {}
  if (endpoint.access === 'source') {
    const path = name === 'sourceFeed' ? `${endpoint.path}?guard=guard-one` : endpoint.path
    return { curfew, browser: new Browser((await curfew.source()).ask), path, asked }
  }
  if (endpoint.path.startsWith('/api/webhooks/{id}'))
    return { curfew, browser, path: endpoint.path.replace('{id}', await aWebhook(curfew, 'theirs')), asked }
  const ofSignals = await signals.preparedOfSignals({ curfew, browser, path: endpoint.path, asked }, name)
  if (ofSignals) return ofSignals
  const sourceId = endpoint.path.startsWith('/api/sources') ? (await curfew.source({ name: 'taken' })).source.id : id
  return { curfew, browser, path: endpoint.path.replace('{id}', sourceId), asked }
}

async function aWebhook(curfew: Curfew, name: string): Promise<string> {
  const wanted = { ...newWebhookRequest.parse(bodies.createWebhook), name }
  const { webhook } = await createWebhook(curfew.ports, wanted, actor)
  return webhook.id
}

/** The same call by another source, of another Curfew if need be. */
const askedBySource = async (prepared: Prepared, curfew: Curfew, wanted: Parameters<Curfew['source']>[0] = {}) => ({
  ...prepared,
  curfew,
  browser: new Browser((await curfew.source(wanted)).ask),
})

const isByKey = (name: EndpointName) => ['source', 'receiver'].includes(endpoints[name].access)

/** How to come by each problem, for any call that documents it. */
type Provoke = (prepared: Prepared, name: EndpointName) => Prepared | Promise<Prepared>
const change = (prepared: Prepared, asked: Asked): Prepared => ({ ...prepared, asked: { ...prepared.asked, ...asked } })
const sessionOf = async ({ curfew }: Prepared) => {
  const [session] = await curfew.store.sessionsByUser('ada', ['security-console'])
  if (!session) throw new Error('nobody is logged on')
  return session
}
const actor = { userId: 'ada', firstName: '', lastName: '', sessionId: null }
const audit = { id: 'a', at: new Date(0), actor: null, act: 'administrator-changed', target: 'ada', detail: {} }
const setAdministrator = async (prepared: Prepared, fields: object) => {
  const administrator = await prepared.curfew.store.administratorByUserId('ada')
  await prepared.curfew.store.changeAdministrator(administrator?.id ?? '', fields, audit)
  return prepared
}
const planned = async (prepared: Prepared, body: object) => {
  const response = await prepared.browser.ask('POST', '/api/plans', { body })
  const { id } = (await response.json()) as { id: string }
  return change(prepared, { body: { planId: id, reason: '' } })
}

const provoke: Partial<Record<ProblemCode, Provoke>> = {
  'invalid-request': (prepared, name) =>
    name in forms
      ? change(prepared, aForm('surprise=1'))
      : name === 'sourceFeed'
        ? { ...prepared, path: '/source/feed?surprise=1' }
        : name === 'verifySignalStream'
          ? signals.withoutStream(prepared)
          : name in bodies
            ? change(prepared, { body: signals.wrongBodies[name] ?? { surprise: 1 } })
            : { ...prepared, path: `${prepared.path}?surprise=1` },
  'unsupported-media-type': (prepared) => change(prepared, { headers: { 'Content-Type': 'text/plain' } }),
  'body-too-large': (prepared, name) =>
    change(
      prepared,
      name === 'receiveSignal'
        ? signals.aSet('x'.repeat(1024 * 1024 + 1))
        : name in forms
          ? aForm('x'.repeat(1024 * 1024 + 1))
          : { body: { filler: 'x'.repeat(1024 * 1024) } },
    ),
  'foreign-origin': (prepared) => change(prepared, { headers: { Origin: 'https://evil.example' } }),
  'not-logged-on': (prepared, name) => {
    prepared.browser.cookie = null
    if (isByKey(name)) return { ...prepared, browser: new Browser(prepared.curfew.ask) }
    return prepared
  },
  'session-closed': async (prepared) => {
    const { id } = await sessionOf(prepared)
    const at = prepared.curfew.now()
    const batch = {
      ending: 'logoff',
      at,
      closureId: null,
      sessions: [{ sessionId: id, status: 'closed', deliveries: [] }],
      audit: [],
    } as const
    await prepared.curfew.store.endSessions(batch)
    return prepared
  },
  'session-expired': (prepared) => {
    prepared.curfew.pass(86_400)
    return prepared
  },
  'password-change-required': async (prepared, name) => {
    await setAdministrator(prepared, { mustChangePassword: true })
    if (name === 'logon') return change(prepared, { body: { userId: 'ada', password: goodPassword, kind: 'api' } })
    await prepared.browser.ask('POST', '/api/logon', { body: { userId: 'ada', password: goodPassword } })
    return prepared
  },
  'not-permitted': async (prepared, name) => {
    if (endpoints[name].access === 'source') return askedBySource(prepared, prepared.curfew, { toldBy: 'none' })
    await prepared.curfew.anAdministrator('keeper')
    return setAdministrator(prepared, { role: 'auditor' })
  },
  'wrong-credentials': async (prepared, name) => {
    if (name === 'executePlan') return planned(prepared, { matching: {} })
    if (name === 'logon') return change(prepared, { body: { userId: 'ada', password: 'wrong' } })
    if (name === 'changePassword') return change(prepared, { body: { currentPassword: 'wrong', newPassword } })
    const fresh = aCurfew()
    await fresh.store.saveSetupTokenHash('of another token')
    return { ...prepared, curfew: fresh, browser: new Browser(fresh.ask) }
  },
  'password-too-weak': async (prepared, name) => {
    if (name === 'finishLogon') return change(prepared, { body: { newPassword: 'short' } })
    if (name === 'changePassword')
      return change(prepared, { body: { currentPassword: goodPassword, newPassword: 'short' } })
    const { ensureFirstAdministrator } = await import('@curfew/access')
    const fresh = aCurfew()
    const first = await ensureFirstAdministrator(fresh.ports, {})
    const token = first.outcome === 'setup-needed' ? first.setupToken : ''
    const body = { ...bodies.setup, token, password: 'short' }
    return { ...change(prepared, { body }), curfew: fresh, browser: new Browser(fresh.ask) }
  },
  'too-many-attempts': async (prepared, name) => {
    if (endpoints[name].access === 'source') {
      const limited = await askedBySource(prepared, aCurfew({ sourceLimits: { perSecond: 1, burst: 1 } }))
      await limited.browser.ask('POST', '/source/introspect', aForm('handle=one'))
      return limited
    }
    if (endpoints[name].access === 'receiver') {
      const curfew = aCurfew({ sourceLimits: { perSecond: 1, burst: 1 } })
      const browser = new Browser((await curfew.receiver()).ask)
      await browser.ask('GET', '/signals/stream')
      return { ...prepared, curfew, browser }
    }
    const wrong = await provoke['wrong-credentials']?.(prepared, name)
    const path = prepared.path
    for (let failures = 0; failures < 5; failures += 1) await prepared.browser.ask('POST', path, wrong?.asked)
    return wrong ?? prepared
  },
  'not-found': async (prepared, name) => {
    if (name === 'metrics') {
      const { curfew } = { curfew: aCurfew() }
      return { ...prepared, curfew, browser: new Browser(curfew.ask) }
    }
    if (endpoints[name].access === 'receiver')
      return { ...prepared, browser: new Browser((await prepared.curfew.receiver()).ask) }
    const known = /\/(administrators|sources|webhooks|receivers|transmitters)\/[^/]+/
    return { ...prepared, path: prepared.path.replace(known, '/$1/no-such-id') }
  },
  'setup-finished': (prepared) => prepared,
  'user-id-taken': (prepared) => change(prepared, { body: { ...bodies.createAdministrator, userId: 'ada' } }),
  'source-name-taken': async (prepared, name) => {
    await prepared.curfew.source({ name: 'shop' })
    return change(prepared, { body: { ...bodies[name], name: name === 'createSource' ? 'taken' : 'shop' } })
  },
  'nas-network-taken': async (prepared, name) => {
    const nas = await createNas(prepared.curfew.ports, newNasRequest.parse(bodies.createNas), actor)
    if (name === 'createNas') return change(prepared, { body: { ...bodies.createNas, name: 'vpn-2' } })
    const other = { name: 'vpn-2', radius: { networks: ['192.0.2.2'], secret: 'a long secret' } }
    const { id } = await createNas(prepared.curfew.ports, newNasRequest.parse(other), actor)
    return { ...change(prepared, { body: { radius: { networks: nas.radius?.networks } } }), path: `/api/sources/${id}` }
  },
  'webhook-name-taken': (prepared) => aWebhook(prepared.curfew, 'sink').then(() => prepared),
  'too-many-webhooks': async (prepared) => {
    for (let made = 0; made < maxWebhooks; made += 1) await aWebhook(prepared.curfew, `sink ${made}`)
    return prepared
  },
  held: async (prepared, name) => {
    await prepared.curfew.anAdministrator('keeper')
    const order = { subject: { kind: 'user', userId: 'ada' }, seconds: 60, reason: '', messageToUser: null } as const
    await createHold(prepared.curfew.ports, order, null)
    return name === 'logon' ? change(prepared, { body: { userId: 'ada', password: goodPassword } }) : prepared
  },
  ...signals.signalProvocations,
  'last-super-admin': async (prepared, name) => {
    if (name === 'createHold')
      return change(prepared, { body: { subject: { kind: 'user', userId: 'ada' }, seconds: 60 } })
    if (name === 'executePlan') {
      const { sessionId } = await prepared.curfew.browser('keeper')
      await setAdministrator(prepared, { role: 'operator' })
      const ordered = await planned(prepared, { sessionIds: [sessionId] })
      return change(ordered, { body: Object.assign({ hold: { seconds: 60 } }, ordered.asked.body) })
    }
    const ada = await prepared.curfew.store.administratorByUserId('ada')
    const eve = await prepared.curfew.store.administratorByUserId('eve')
    await prepared.curfew.store.changeAdministrator(eve?.id ?? '', { role: 'auditor' }, audit)
    return { ...prepared, path: `/api/administrators/${ada?.id}` }
  },
  'plan-expired': async (prepared) => {
    const ordered = await planned(prepared, { sessionIds: ['some-session'] })
    prepared.curfew.pass(600)
    return ordered
  },
  'shutting-down': (prepared) => {
    const curfew = aCurfew({ isReady: () => false })
    return { ...prepared, curfew, browser: new Browser(curfew.ask) }
  },
}

const documented = Object.keys(endpoints)
  .filter(isEndpointName)
  .flatMap((name) => problemsOf(endpoints[name]).map((code) => ({ name, code })))
const storeless: ReadonlySet<EndpointName> = new Set(['openApi', 'health', 'ssfConfiguration'])
/** Streams answer a closed browser with its logoff or 204; programs get the problem, see below. */
const isForPrograms = ({ name, code }: { name: EndpointName; code: ProblemCode }) =>
  endpoints[name].path.endsWith('/events') && code.startsWith('session-')
const isOfTheStore = ({ code }: { code: ProblemCode }) => code === 'internal' || code === 'store-unavailable'

test.each(documented.filter((one) => !isForPrograms(one) && !isOfTheStore(one)))(
  '$name documents $code, and can answer it',
  async ({ name, code }) => {
    const { browser, path, asked } = (await provoke[code]?.(await prepared(name), name)) ?? expect.unreachable(code)

    const response = await browser.ask(endpoints[name].method.toUpperCase(), path, asked)

    expect(await response.json()).toMatchObject({ code, type: `/problems/${code}` })
  },
)

test.each(
  Object.keys(endpoints)
    .filter(isEndpointName)
    .filter((name) => !storeless.has(name)),
)(
  '%s answers a store that fails with a problem: known when the store says so, a fault otherwise, and nothing of its cause',
  async (name) => {
    for (const [failure, code] of [
      [new CurfewError('store-unavailable', 'The disk is full.'), 'store-unavailable'],
      [new Error('SQLITE_IOERR at /secret/path'), 'internal'],
    ] as const) {
      const { curfew, browser, path, asked } = await prepared(name)
      for (const call of Object.keys(curfew.store))
        Object.assign(curfew.store, { [call]: async () => Promise.reject(failure) })

      const response = await browser.ask(endpoints[name].method.toUpperCase(), path, asked)

      const text = await response.text()
      expect(JSON.parse(text)).toMatchObject({ code })
      expect(text).not.toContain('/secret/path')
      expect(curfew.log.some((line) => line.event === 'fault')).toBe(code === 'internal')
    }
  },
)
