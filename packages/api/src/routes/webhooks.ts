import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhookAttempts,
  listWebhooks,
  readWebhook,
  retryWebhook,
  rotateWebhookSecret,
  testWebhook,
} from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readPage } from '../edge/search-query.ts'
import type { ApiPorts } from '../ports.ts'
import { toWebhookAttemptView, toWebhookView } from '../webhook-views.ts'

type Names =
  | 'listWebhooks'
  | 'createWebhook'
  | 'readWebhook'
  | 'changeWebhook'
  | 'deleteWebhook'
  | 'rotateWebhookSecret'
  | 'testWebhook'
  | 'retryWebhook'
  | 'listWebhookAttempts'

/** Who is told of sessions, closures and receipts as they happen. */
export const webhookRoutes = (ports: ApiPorts): Pick<Routes, Names> => {
  const view = async (id: string) => toWebhookView(await readWebhook(ports, id), ports.clock())

  return {
    listWebhooks: async (c) => {
      const now = ports.clock()
      return c.json({ items: (await listWebhooks(ports)).map((report) => toWebhookView(report, now)) }, 200)
    },
    createWebhook: async (c) => {
      const { webhook, secret } = await createWebhook(ports, c.req.valid('json'), c.var.actor)
      return c.json({ webhook: await view(webhook.id), secret }, 201)
    },
    readWebhook: async (c) => c.json(await view(c.req.param('id')), 200),
    changeWebhook: async (c) => {
      const { id } = await changeWebhook(ports, c.req.param('id'), c.req.valid('json'), c.var.actor)
      return c.json(await view(id), 200)
    },
    deleteWebhook: async (c) => {
      await deleteWebhook(ports, c.req.param('id'), c.var.actor)
      return c.body(null, 204)
    },
    rotateWebhookSecret: async (c) => {
      const { overlapSeconds } = c.req.valid('json')
      const { webhook, secret } = await rotateWebhookSecret(ports, c.req.param('id'), overlapSeconds, c.var.actor)
      return c.json({ webhook: await view(webhook.id), secret }, 201)
    },
    testWebhook: async (c) =>
      c.json(toWebhookAttemptView(await testWebhook(ports, c.req.param('id'), c.var.actor)), 200),
    retryWebhook: async (c) => {
      await retryWebhook(ports, c.req.param('id'), c.var.actor)
      return c.json(await view(c.req.param('id')), 202)
    },
    listWebhookAttempts: async (c) => {
      const { items, nextCursor } = await listWebhookAttempts(ports, c.req.param('id'), readPage(c))
      return c.json({ items: items.map(toWebhookAttemptView), nextCursor }, 200)
    },
  }
}
