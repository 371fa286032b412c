import type { Exchange, Seen } from './exchange.ts'

const unknownId = '0190a0b0-0000-7000-8000-000000000000'
const portal = { name: 'conformance portal', kinds: ['self-service-console', 'risk-based-authentication'] }
const agent = { name: 'conformance agent', kinds: ['authentication-agent'], toldBy: 'none' }
const nas = { name: 'conformance nas', radius: { networks: ['192.0.2.0/24', '2001:db8::7'], secret: 'a long secret' } }
const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
const session = (more: object) => ({ handle: 'one', kind: 'self-service-console', userId: 'ada', ...more })

/** A source is registered, brings its sessions, and hears of their ends. */
export const sourceCases: readonly Exchange[] = [
  ...asAda([
    {
      says: 'a source is registered, and its key is shown',
      endpoint: 'createSource',
      body: portal,
      answer: 'success',
      keep: { portal: 'source.id', portalKey: 'key' },
    },
    {
      says: 'one that cannot be told is registered, too',
      endpoint: 'createSource',
      body: agent,
      answer: 'success',
      keep: { agent: 'source.id', agentKey: 'key' },
    },
    { says: 'a name is taken once', endpoint: 'createSource', body: portal, answer: 'source-name-taken' },
    {
      says: 'kinds that come in in another way are refused',
      endpoint: 'createSource',
      body: { ...portal, kinds: ['radius'] },
      answer: 'invalid-request',
    },
    {
      says: 'a NAS is registered, and its secret is not shown',
      endpoint: 'createNas',
      body: nas,
      answer: 'success',
      keep: { nas: 'id' },
    },
    { says: 'its name is taken once, too', endpoint: 'createNas', body: nas, answer: 'source-name-taken' },
    {
      says: 'its networks are taken once',
      endpoint: 'createNas',
      body: { ...nas, name: 'conformance nas two' },
      answer: 'nas-network-taken',
    },
    {
      says: 'nor may it get those of another later',
      endpoint: 'createNas',
      body: { name: 'conformance nas two', radius: { ...nas.radius, networks: ['198.51.100.1'] } },
      answer: 'success',
      keep: { otherNas: 'id' },
    },
    {
      says: 'which is said when it is tried',
      endpoint: 'changeSource',
      path: (seen) => `/api/sources/${seen('otherNas')}`,
      body: { radius: { networks: ['192.0.2.9/24'] } },
      answer: 'nas-network-taken',
    },
    {
      says: 'a NAS without a secret is refused',
      endpoint: 'createNas',
      body: { name: 'bare', radius: { networks: ['192.0.2.9'] } },
      answer: 'invalid-request',
    },
    {
      says: 'it is changed, and its secret is not shown',
      endpoint: 'changeSource',
      path: (seen) => `/api/sources/${seen('nas')}`,
      body: { radius: { secret: 'another long secret', disconnectPort: null } },
      answer: 'success',
    },
    { says: 'all sources', endpoint: 'listSources', answer: 'success' },
  ]),
  ...asSource('portalKey', [
    {
      says: 'sessions are registered, each judged for itself',
      endpoint: 'registerSessions',
      body: {
        sessions: [
          session({}),
          session({}),
          session({ handle: 'two', kind: 'risk-based-authentication', status: 'abandoned-in-progress' }),
          session({ handle: 'three', kind: 'authentication-agent' }),
          { handle: 'four', shoeSize: 44 },
          session({ handle: 'five', superAdminCredentials: true }),
        ],
      },
      answer: 'success',
      keep: { sourceSession: 'results.0.sessionId' },
    },
    {
      says: 'a begun logon is finished',
      endpoint: 'registerSessions',
      body: { sessions: [session({ handle: 'two', kind: 'risk-based-authentication' })] },
      answer: 'success',
    },
    {
      says: 'more than a thousand at once are refused',
      endpoint: 'registerSessions',
      body: { sessions: Array.from({ length: 1_001 }, () => session({})) },
      answer: 'invalid-request',
    },
    {
      says: 'sessions are in use',
      endpoint: 'touchSessions',
      body: { sessions: [{ handle: 'one' }, { handle: 'none' }] },
      answer: 'success',
    },
    {
      says: 'a touch without a handle is refused',
      endpoint: 'touchSessions',
      body: { sessions: [{}] },
      answer: 'invalid-request',
    },
    {
      says: 'an open session is active',
      endpoint: 'introspect',
      rawBody: 'handle=one',
      headers: asForm,
      answer: 'success',
    },
    {
      says: 'an unknown one is not',
      endpoint: 'introspect',
      rawBody: 'token=none&token_type_hint=x',
      headers: asForm,
      answer: 'success',
    },
    {
      says: 'nothing to ask about is refused',
      endpoint: 'introspect',
      rawBody: 'token_type_hint=x',
      headers: asForm,
      answer: 'invalid-request',
    },
    {
      says: 'the feed is open to a guard',
      endpoint: 'sourceFeed',
      query: 'guard=guard-of-the-story',
      answer: 'success',
    },
    { says: 'and not to one without a name', endpoint: 'sourceFeed', answer: 'invalid-request' },
    {
      says: 'a report is answered with a lease',
      endpoint: 'report',
      body: { guard: 'guard-of-the-story', position: 0 },
      answer: 'success',
    },
    {
      says: 'a report that cannot be true is not',
      endpoint: 'report',
      body: { guard: 'guard-of-the-story', position: 99 },
      answer: 'invalid-request',
    },
    {
      says: 'a session ends at its source',
      endpoint: 'endSessions',
      body: { sessions: [{ handle: 'two' }, { handle: 'two' }, { handle: 'none' }] },
      answer: 'success',
    },
    { says: 'nothing to end is refused', endpoint: 'endSessions', body: { sessions: [] }, answer: 'invalid-request' },
  ]),
  ...asSource('agentKey', [
    {
      says: 'a source that cannot be told gets no feed',
      endpoint: 'sourceFeed',
      query: 'guard=guard-of-the-story',
      answer: 'not-permitted',
    },
    {
      says: 'and no lease',
      endpoint: 'report',
      body: { guard: 'guard-of-the-story', position: 0 },
      answer: 'not-permitted',
    },
    {
      says: "another source's session is unknown to it",
      endpoint: 'introspect',
      rawBody: 'handle=one',
      headers: asForm,
      answer: 'success',
    },
  ]),
  ...asAda([
    {
      says: "a source's session is planned",
      endpoint: 'createPlan',
      bodyFrom: (seen) => ({ sessionIds: [seen('sourceSession')] }),
      answer: 'success',
      keep: { sourcePlan: 'id' },
    },
    {
      says: 'and closed, with the proof waited for',
      endpoint: 'executePlan',
      headers: { prefer: 'wait=30' },
      bodyFrom: (seen) => ({ planId: seen('sourcePlan'), reason: 'over' }),
      answer: 'success',
    },
    {
      says: 'what a source could not be told is tried again',
      endpoint: 'retrySource',
      path: (seen) => `/api/sources/${seen('portal')}/retries`,
      answer: 'success',
    },
    {
      says: 'a source that does not exist is not tried again',
      endpoint: 'retrySource',
      path: () => `/api/sources/${unknownId}/retries`,
      answer: 'not-found',
    },
    { says: 'one source', endpoint: 'readSource', path: (seen) => `/api/sources/${seen('portal')}`, answer: 'success' },
    {
      says: 'one that does not exist',
      endpoint: 'readSource',
      path: () => `/api/sources/${unknownId}`,
      answer: 'not-found',
    },
    {
      says: 'a source is changed',
      endpoint: 'changeSource',
      path: (seen) => `/api/sources/${seen('portal')}`,
      body: { leaseMs: 1_000 },
      answer: 'success',
    },
    {
      says: 'not to a name that is taken',
      endpoint: 'changeSource',
      path: (seen) => `/api/sources/${seen('portal')}`,
      body: { name: agent.name },
      answer: 'source-name-taken',
    },
    {
      says: 'not beyond what leases may be',
      endpoint: 'changeSource',
      path: (seen) => `/api/sources/${seen('portal')}`,
      body: { leaseMs: 1 },
      answer: 'invalid-request',
    },
    {
      says: 'nor one that does not exist',
      endpoint: 'changeSource',
      path: () => `/api/sources/${unknownId}`,
      body: {},
      answer: 'not-found',
    },
    {
      says: 'a key is replaced at once',
      endpoint: 'rotateSourceKey',
      path: (seen) => `/api/sources/${seen('portal')}/keys`,
      body: { overlapSeconds: 0 },
      answer: 'success',
    },
    {
      says: 'not with an overlap of years',
      endpoint: 'rotateSourceKey',
      path: (seen) => `/api/sources/${seen('portal')}/keys`,
      body: { overlapSeconds: 1e9 },
      answer: 'invalid-request',
    },
    {
      says: 'nor of one that does not exist',
      endpoint: 'rotateSourceKey',
      path: () => `/api/sources/${unknownId}/keys`,
      body: {},
      answer: 'not-found',
    },
  ]),
  ...asSource('portalKey', [
    {
      says: 'the key before it opens nothing',
      endpoint: 'introspect',
      rawBody: 'handle=one',
      headers: asForm,
      answer: 'not-logged-on',
    },
  ]),
]

function asAda(exchanges: readonly Omit<Exchange, 'as'>[]): Exchange[] {
  return exchanges.map((exchange) => ({ ...exchange, as: 'ada' }))
}

function asSource(key: string, exchanges: readonly Omit<Exchange, 'as'>[]): Exchange[] {
  const headersFrom = (seen: Seen) => ({ authorization: `Bearer ${seen(key)}` })
  return exchanges.map((exchange) => ({ ...exchange, as: 'nobody', headersFrom }))
}
