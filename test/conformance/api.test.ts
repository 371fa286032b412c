import { type EndpointName, endpoints, type ProblemCode } from '@curfew/contract'
import { isListed } from '@curfew/registry'
import { plausibleSessions } from '@curfew/registry/cast'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, createAsker, valueAt } from './api/asking.ts'
import { backChannelCases } from './api/cases-back-channel.ts'
import { closingCases } from './api/cases-closing.ts'
import { closureCases } from './api/cases-closures.ts'
import { endingCases } from './api/cases-ending.ts'
import { everywhereCases } from './api/cases-everywhere.ts'
import { givenUpCases } from './api/cases-given-up.ts'
import { logonCases } from './api/cases-logon.ts'
import { proofCases } from './api/cases-proof.ts'
import { sessionCases } from './api/cases-sessions.ts'
import { setupCases } from './api/cases-setup.ts'
import { signalDeskCases } from './api/cases-signal-desk.ts'
import { signalCases } from './api/cases-signals.ts'
import { sourceCases } from './api/cases-sources.ts'
import { webhookCases } from './api/cases-webhooks.ts'
import { differenceInShape, withoutChance } from './api/difference.ts'
import type { Exchange } from './api/exchange.ts'
import { type Party, sameSessions, startMocked, startServed } from './api/parties.ts'
import { type Judge, judgeBy } from './api/published.ts'

/** One story, told to the served API and to the mocked one. Each exchange may use what the answers before it said. */
const story: readonly Exchange[] = [
  ...logonCases,
  ...everywhereCases,
  ...sessionCases,
  ...closingCases,
  ...closureCases,
  ...givenUpCases,
  ...backChannelCases,
  ...proofCases,
  ...sourceCases,
  ...webhookCases,
  ...signalCases,
  ...signalDeskCases,
  ...endingCases,
]

/** Headers that a browser or a program acts upon; their values are compared without what changes from run to run. */
const headersThatMatter = [
  'allow',
  'cache-control',
  'clear-site-data',
  'content-disposition',
  'content-security-policy',
  'content-type',
  'preference-applied',
  'retry-after',
  'set-cookie',
  'www-authenticate',
  'x-accel-buffering',
  'x-content-type-options',
  'x-total-count',
]

let parties: readonly Party[] = []
let ask: (exchange: Exchange) => Promise<readonly [served: Answer, mocked: Answer]>
let judge: Judge

/** @param now null: nobody has set them up */
async function start(now: Date | null) {
  const [served, mocked] = [await startServed(now), await startMocked(now)]
  parties = [served, mocked]
  const known = now ? knownSessions(now) : {}
  const [askServed, askMocked] = parties.map((party) =>
    createAsker(party, { ...known, ...(party.setupToken === null ? {} : { setupToken: party.setupToken }) }),
  )
  if (!askServed || !askMocked) throw new Error('Two are compared')
  ask = async (exchange) => [await askServed(exchange), await askMocked(exchange)]
  const published = await served.send(new Request(`${served.origin}/api/openapi.json`))
  judge = judgeBy(await published.json())
}
const end = () => Promise.all(parties.map((party) => party.end()))

function knownSessions(now: Date) {
  const all = Array.from(plausibleSessions({ ...sameSessions, now }))
  const anId = (isWanted: (session: (typeof all)[number]) => boolean) => all.find(isWanted)?.id ?? 'none'
  return {
    plainSession: anId(({ kind }) => kind === 'self-service-console'),
    radiusSession: anId(({ kind }) => kind === 'radius'),
    unlistedSession: anId((session) => !isListed(session)),
  }
}

async function compare(exchange: Exchange) {
  const [served, mocked] = await ask(exchange)

  expect.soft(outcomeOf(served)).toBe(exchange.answer)
  expect.soft(mocked.status).toBe(served.status)
  expect.soft(valueAt(mocked.json, 'code')).toBe(valueAt(served.json, 'code'))
  expect.soft(words(mocked)).toEqual(words(served))
  expect.soft(headers(mocked)).toEqual(headers(served))
  expect.soft(differenceInShape(served.json, mocked.json)).toBeUndefined()
  if (exchange.endpoint === null) return
  const { method, path } = endpoints[exchange.endpoint]
  for (const { status, headers, json } of [served, mocked])
    expect.soft(judge({ method, path, status, contentType: headers.get('content-type'), json })).toBeUndefined()
}

describe('before it is set up, the served API and the mocked one answer alike', () => {
  beforeAll(() => start(null), 60_000)
  afterAll(end)

  test.each(setupCases)('$says', compare)
})

describe('the served API and the mocked one answer alike', () => {
  beforeAll(() => start(new Date()), 60_000)
  afterAll(end)

  test.each(story)('$says', compare)
})

describe('the story leaves nothing out', () => {
  const told = new Set([...setupCases, ...story].map(({ endpoint, answer }) => `${endpoint}: ${answer}`))
  /** What cannot be brought about from outside in a moment; other tests do, with a clock or a disk of their own. */
  const elsewhere: readonly ProblemCode[] = ['session-expired', 'plan-expired', 'store-unavailable', 'shutting-down']
  const outcomes = (Object.keys(endpoints) as EndpointName[]).flatMap((name) =>
    ['success', ...('refusal' in endpoints[name] ? ['refusal'] : []), ...endpoints[name].problems]
      .filter((outcome) => !elsewhere.some((code) => code === outcome))
      // A source may call more often than anybody has patience for.
      .filter((outcome) => outcome !== 'too-many-attempts' || !['source', 'receiver'].includes(endpoints[name].access))
      .map((outcome) => `${name}: ${outcome}`),
  )

  test('every published outcome of every call is in it', () => {
    // A logout token that is good is signed by an OP, which packages/api and the interop suite have.
    const untold = outcomes.filter((outcome) => !told.has(outcome) && outcome !== 'backChannelLogout: success')

    expect(untold).toEqual([])
  })
})

function outcomeOf({ status, json }: Answer): unknown {
  if (status < 400) return 'success'
  return valueAt(json, 'err') === undefined ? valueAt(json, 'code') : 'refusal'
}

/** What people read in a refusal, and programs in a file. Figures of the process are no part of a mock. */
function words({ status, json, text }: Answer) {
  if (text.startsWith('# HELP')) return []
  if (status >= 400) return ['type', 'title', 'detail', 'errors'].map((name) => printed(valueAt(json, name)))
  return json === undefined ? withoutChance(text) : []
}

function headers(answer: Answer) {
  return headersThatMatter.map((name) => {
    const value = answer.headers.get(name)?.replace(/^(curfew=)[^;]+/, '$1<token>')
    return `${name}: ${name === 'retry-after' && value !== undefined ? '<seconds>' : printed(value)}`
  })
}

function printed(value: unknown): string {
  return withoutChance(JSON.stringify(value) ?? 'none')
}
