import { type EndpointName, endpoints, maxWebhooks } from '@curfew/contract'
import type { Exchange, Seen } from './exchange.ts'

const sink = { name: 'desk', url: 'https://127.0.0.1:9/in', types: ['session.closed', 'session.opened'] }
const unknownId = '0190a0b0-0000-7000-8000-000000000000'
const bodies: Partial<Record<EndpointName, object>> = { changeWebhook: { name: 'third' }, rotateWebhookSecret: {} }
const its = (rest: string) => (seen: Seen) => `/api/webhooks/${seen('webhook')}${rest}`

/** A webhook is added, looked at, changed, tried and deleted. What is sent to it is its own suite's to tell. */
export const webhookCases: readonly Exchange[] = [
  ...asAda([
    {
      says: 'a webhook is added, and its secret is shown',
      endpoint: 'createWebhook',
      body: sink,
      answer: 'success',
      keep: { webhook: 'webhook.id' },
    },
    { says: 'a name is taken once', endpoint: 'createWebhook', body: sink, answer: 'webhook-name-taken' },
    {
      says: 'one without a type of event is refused',
      endpoint: 'createWebhook',
      body: { ...sink, name: 'none', types: [] },
      answer: 'invalid-request',
    },
    ...['ftp://sink.example/', 'https://user:secret@sink.example/', 'http://sink.example/', 'no address'].map(
      (url): Told => ({
        says: `${url} is no address for it`,
        endpoint: 'createWebhook',
        body: { ...sink, name: 'other', url },
        answer: 'invalid-request',
      }),
    ),
    { says: 'all webhooks', endpoint: 'listWebhooks', answer: 'success' },
    { says: 'one webhook, without its secret', endpoint: 'readWebhook', path: its(''), answer: 'success' },
    {
      says: 'it is tried, and what came back is said: no connection is made to this machine',
      endpoint: 'testWebhook',
      path: its('/test'),
      answer: 'success',
    },
    { says: 'that attempt is in the log', endpoint: 'listWebhookAttempts', path: its('/attempts'), answer: 'success' },
    {
      says: 'a cursor of another list is refused',
      endpoint: 'listWebhookAttempts',
      path: its('/attempts'),
      query: 'cursor=abc',
      answer: 'invalid-request',
    },
    {
      says: 'it is changed and disabled',
      endpoint: 'changeWebhook',
      path: its(''),
      body: { name: 'desk 2', kinds: ['radius'], sourceIds: ['vpn'], disabled: true },
      answer: 'success',
    },
    {
      says: 'plain http needs leave',
      endpoint: 'changeWebhook',
      path: its(''),
      body: { url: 'http://127.0.0.1:9/in' },
      answer: 'invalid-request',
    },
    {
      says: 'it gets another secret',
      endpoint: 'rotateWebhookSecret',
      path: its('/secret'),
      body: { overlapSeconds: 60 },
      answer: 'success',
    },
    {
      says: 'an overlap of a year is too long',
      endpoint: 'rotateWebhookSecret',
      path: its('/secret'),
      body: { overlapSeconds: 31_536_000 },
      answer: 'invalid-request',
    },
    { says: 'what failed is tried again', endpoint: 'retryWebhook', path: its('/retry'), answer: 'success' },
    ...(['changeWebhook', 'rotateWebhookSecret', 'testWebhook', 'retryWebhook', 'listWebhookAttempts'] as const).map(
      (endpoint): Told => ({
        says: `${endpoint} finds none that does not exist`,
        endpoint,
        path: () => endpoints[endpoint].path.replace('{id}', unknownId),
        ...(endpoint in bodies && { body: bodies[endpoint] }),
        answer: 'not-found',
      }),
    ),
    {
      says: 'it cannot be called what another one is called',
      endpoint: 'createWebhook',
      body: { ...sink, name: 'other' },
      answer: 'success',
    },
    ...Array.from({ length: maxWebhooks - 2 }, (_, index): Told => {
      const name = `one of many ${index}`
      return { says: `${name} is added`, endpoint: 'createWebhook', body: { ...sink, name }, answer: 'success' }
    }),
    {
      says: 'one too many is refused',
      endpoint: 'createWebhook',
      body: { ...sink, name: 'one too many' },
      answer: 'too-many-webhooks',
    },
    {
      says: 'so that stays as it is',
      endpoint: 'changeWebhook',
      path: its(''),
      body: { name: 'other' },
      answer: 'webhook-name-taken',
    },
  ]),
  {
    says: 'an auditor sees them',
    as: 'aude',
    endpoint: 'listWebhooks',
    answer: 'success',
  },
  {
    says: 'and deletes none',
    as: 'aude',
    endpoint: 'deleteWebhook',
    path: its(''),
    answer: 'not-permitted',
  },
  ...asAda([
    { says: 'it is deleted', endpoint: 'deleteWebhook', path: its(''), answer: 'success' },
    { says: 'once', endpoint: 'deleteWebhook', path: its(''), answer: 'not-found' },
    { says: 'and is gone', endpoint: 'readWebhook', path: its(''), answer: 'not-found' },
  ]),
]

type Told = Omit<Exchange, 'as'>

function asAda(cases: readonly Told[]): Exchange[] {
  return cases.map((one) => ({ ...one, as: 'ada' }))
}
