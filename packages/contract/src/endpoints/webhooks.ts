import * as webhook from '../webhook.ts'
import { type Endpoint, pageQuery } from './endpoint.ts'

const forAdministrators = ['not-permitted', 'not-logged-on', 'session-closed', 'session-expired'] as const
const forChanges = [...forAdministrators, 'foreign-origin'] as const

/** Who is told of sessions, closures and receipts as they happen (Standard Webhooks). */
export const webhooksEndpoints = {
  listWebhooks: {
    method: 'get',
    path: '/api/webhooks',
    access: 'auditor',
    summary: 'All webhooks',
    success: { status: 200, schema: webhook.webhookList, description: 'By name' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  createWebhook: {
    method: 'post',
    path: '/api/webhooks',
    access: 'super-admin',
    summary: 'Add a webhook; its secret is shown once. It is told what happens from then on',
    body: webhook.newWebhookRequest,
    success: { status: 201, schema: webhook.webhookSecret, description: 'Added' },
    problems: ['invalid-request', 'webhook-name-taken', 'too-many-webhooks', ...forChanges],
  },
  readWebhook: {
    method: 'get',
    path: '/api/webhooks/{id}',
    access: 'auditor',
    summary: 'One webhook',
    success: { status: 200, schema: webhook.webhookView, description: 'The webhook' },
    problems: ['not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  changeWebhook: {
    method: 'patch',
    path: '/api/webhooks/{id}',
    access: 'super-admin',
    summary:
      'Change where it goes and what it is told; disable or enable it. An enabled one is told what happens from then on',
    body: webhook.webhookChange,
    success: { status: 200, schema: webhook.webhookView, description: 'Changed' },
    problems: ['invalid-request', 'not-found', 'webhook-name-taken', ...forChanges],
  },
  deleteWebhook: {
    method: 'delete',
    path: '/api/webhooks/{id}',
    access: 'super-admin',
    summary: 'Delete a webhook with its log of attempts; what was not sent yet is not sent',
    success: { status: 204, description: 'Deleted' },
    problems: ['not-found', ...forChanges],
  },
  rotateWebhookSecret: {
    method: 'post',
    path: '/api/webhooks/{id}/secret',
    access: 'super-admin',
    summary: 'Give a webhook a new secret (shown once); the one before it signs too for the overlap',
    body: webhook.webhookSecretRotation,
    success: { status: 201, schema: webhook.webhookSecret, description: 'The new secret' },
    problems: ['invalid-request', 'not-found', ...forChanges],
  },
  testWebhook: {
    method: 'post',
    path: '/api/webhooks/{id}/test',
    access: 'super-admin',
    summary:
      'Send a webhook.test event now, once, and say what came back; at most five seconds. Also to a disabled one',
    success: { status: 200, schema: webhook.webhookAttemptView, description: 'What came back, good or bad' },
    problems: ['not-found', ...forChanges],
  },
  retryWebhook: {
    method: 'post',
    path: '/api/webhooks/{id}/retry',
    access: 'super-admin',
    summary: 'Try again at once what has failed, also what was given up',
    success: { status: 202, schema: webhook.webhookView, description: 'It is being tried' },
    problems: ['not-found', ...forChanges],
  },
  listWebhookAttempts: {
    method: 'get',
    path: '/api/webhooks/{id}/attempts',
    access: 'auditor',
    summary: 'What was sent and what came back; the latest 200 that were accepted and the latest 200 that were not',
    query: pageQuery,
    success: { status: 200, schema: webhook.webhookAttemptPage, description: 'Newest first' },
    problems: ['invalid-request', 'not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
} as const satisfies Record<string, Endpoint>
