import type { WebhookChange } from '@curfew/contract'
import { CurfewError, maxWebhooks, type NewWebhookRequest, sessionKinds, webhookEventTypes } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor } from './closing.ts'
import type { Page } from './listing.ts'
import type { RegistryPorts } from './ports.ts'
import type { NewWebhook, Webhook, WebhookAttempt, WebhookChanges, WebhookCounts } from './webhook.ts'
import type { WebhookPoster } from './webhook-ports.ts'
import { testBodyOf } from './webhook-rules.ts'
import { attemptOnce } from './webhook-send.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId' | 'changes' | 'wakeWebhooks'>

/** A webhook, and the secret that is shown this once. */
export type WithSecret = { readonly webhook: Webhook; readonly secret: string }
export type WebhookReport = { readonly webhook: Webhook; readonly counts: WebhookCounts }

/**
 * Add a webhook. It is told what happens from then on.
 *
 * @throws CurfewError `webhook-name-taken`, `too-many-webhooks`; `invalid-request`: plain `http` without `allowPrivate`
 */
export async function createWebhook(ports: Ports, wanted: NewWebhookRequest, actor: Actor): Promise<WithSecret> {
  const now = ports.clock()
  const webhook: NewWebhook = {
    ...inOrder(wanted),
    id: ports.newId(),
    name: wanted.name.normalize('NFC'),
    url: wanted.url,
    sourceIds: wanted.sourceIds,
    allowPrivate: wanted.allowPrivate,
    secret: newSecret(),
    secretChangedAt: now,
    former: null,
    disabled: null,
    createdAt: now,
    failures: 0,
    failingSince: null,
    nextAttemptAt: null,
    cause: '',
    lastAcceptedAt: null,
  }
  demandTls(webhook)
  const facts = { name: webhook.name, to: hostOf(webhook.url), types: webhook.types.join(' ') }
  const audit = auditEntry(ports, actor, 'webhook-created', webhook.id, facts)
  const outcome = await ports.store.createWebhook(webhook, maxWebhooks, audit)
  if (outcome === 'name-taken') throw nameTaken(webhook.name)
  if (outcome === 'too-many')
    throw new CurfewError('too-many-webhooks', `There are ${maxWebhooks} webhooks already. Nothing was added.`)
  changed(ports, webhook.id)
  return { webhook: await existing(ports, webhook.id), secret: webhook.secret }
}

/**
 * Change a webhook. One that is enabled again is told what happens from then on; while it was disabled nothing was kept for it.
 *
 * @throws CurfewError `not-found`, `webhook-name-taken`, `invalid-request`
 */
export async function changeWebhook(ports: Ports, id: string, change: WebhookChange, actor: Actor): Promise<Webhook> {
  const before = await existing(ports, id)
  const { name, url, types, kinds, sourceIds, allowPrivate, disabled } = change
  const isNowEnabled = disabled === false && before.disabled !== null
  const isNowDisabled = disabled === true && before.disabled === null
  const changes: WebhookChanges = {
    ...(name !== undefined && { name: name.normalize('NFC') }),
    ...(url !== undefined && { url }),
    ...(types !== undefined && { types: inOrder({ types, kinds: [] }).types }),
    ...(kinds !== undefined && { kinds: inOrder({ types: [], kinds }).kinds }),
    ...(sourceIds !== undefined && { sourceIds }),
    ...(allowPrivate !== undefined && { allowPrivate }),
    ...(isNowDisabled && { disabled: { reason: 'administrator', at: ports.clock() } }),
    ...(isNowEnabled && { disabled: null }),
    // Another address, or somebody who has seen to it: what was wrong before is not held against it.
    ...((isNowEnabled || url !== undefined) && { failures: 0, failingSince: null, nextAttemptAt: null, cause: '' }),
  }
  demandTls({ ...before, ...changes })
  const detail = {
    changed: Object.keys(change).join(' '),
    ...(changes.name !== undefined && { name: changes.name }),
    ...(url !== undefined && { to: hostOf(url) }),
    ...(disabled !== undefined && { disabled }),
  }
  const outcome = await ports.store.changeWebhook(id, changes, auditEntry(ports, actor, 'webhook-changed', id, detail))
  if (outcome === 'not-found') throw noSuchWebhook()
  if (outcome === 'name-taken') throw nameTaken(changes.name ?? '')
  changed(ports, id)
  return existing(ports, id)
}

/** @throws CurfewError `not-found` */
export async function deleteWebhook(ports: Ports, id: string, actor: Actor): Promise<void> {
  const { name } = await existing(ports, id)
  const outcome = await ports.store.deleteWebhook(id, auditEntry(ports, actor, 'webhook-deleted', id, { name }))
  if (outcome === 'not-found') throw noSuchWebhook()
  changed(ports, id)
}

/**
 * Give a webhook a new secret. The one before it signs too for `overlapSeconds`; 0: not any more.
 *
 * @throws CurfewError `not-found`
 */
export async function rotateWebhookSecret(
  ports: Ports,
  id: string,
  overlapSeconds: number,
  actor: Actor,
): Promise<WithSecret> {
  const { secret: before } = await existing(ports, id)
  const secret = newSecret()
  const now = ports.clock()
  const former =
    overlapSeconds === 0 ? null : { secret: before, until: new Date(now.getTime() + overlapSeconds * 1000) }
  const audit = auditEntry(ports, actor, 'webhook-secret-rotated', id, { overlapSeconds })
  const outcome = await ports.store.changeWebhook(id, { secret, secretChangedAt: now, former }, audit)
  if (outcome === 'not-found') throw noSuchWebhook()
  changed(ports, id)
  return { webhook: await existing(ports, id), secret }
}

/**
 * Send a `webhook.test` event once, now, also to one that is disabled, and note it in the log of attempts. It changes nothing
 * else: a sink that fails at it is not failing.
 *
 * @throws CurfewError `not-found`
 */
export async function testWebhook(
  ports: Ports & { readonly webhookPoster: WebhookPoster },
  id: string,
  actor: Actor,
): Promise<WebhookAttempt> {
  const webhook = await existing(ports, id)
  const at = ports.clock()
  const event = { id: `webhook-test_${ports.newId()}`, type: 'webhook.test', body: testBodyOf(id, at) } as const
  const attempt = await attemptOnce(ports, webhook, event, 1)
  await ports.store.writeAudit([auditEntry(ports, actor, 'webhook-tested', id, { outcome: attempt.outcome })])
  await ports.store.noteAttempt(id, attempt)
  ports.changes.announce({ webhookIds: [id] })
  return attempt
}

/** @throws CurfewError `not-found` */
export async function retryWebhook(ports: Ports, id: string, actor: Actor): Promise<WebhookReport> {
  const outcome = await ports.store.retryWebhook(id, ports.clock(), auditEntry(ports, actor, 'webhook-retried', id, {}))
  if (outcome === 'not-found') throw noSuchWebhook()
  changed(ports, id)
  return readWebhook(ports, id)
}

/** All webhooks by name. */
export async function listWebhooks({ store }: Pick<RegistryPorts, 'store'>): Promise<readonly WebhookReport[]> {
  const webhooks = await store.webhooks()
  const counts = await store.webhookCounts(webhooks.map(({ id }) => id))
  return webhooks.map((webhook) => ({ webhook, counts: counts.get(webhook.id) ?? nothing }))
}

/** @throws CurfewError `not-found` */
export async function readWebhook(ports: Pick<RegistryPorts, 'store'>, id: string): Promise<WebhookReport> {
  const webhook = await existing(ports, id)
  return { webhook, counts: (await ports.store.webhookCounts([id])).get(id) ?? nothing }
}

/** @throws CurfewError `not-found` */
export async function listWebhookAttempts(
  ports: Pick<RegistryPorts, 'store'>,
  id: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Page<WebhookAttempt>> {
  await existing(ports, id)
  return ports.store.webhookAttempts(id, limit, cursor)
}

/** `whsec_` and 32 random bytes in base64, as Standard Webhooks has them; the fixed beginning lets scanners for leaks find it. */
function newSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
}

/** Each once, in the order in which they are shown. */
function inOrder({ types, kinds }: Pick<NewWebhookRequest, 'types' | 'kinds'>) {
  return {
    types: webhookEventTypes.filter((type) => types.includes(type)),
    kinds: sessionKinds.filter((kind) => kinds.includes(kind)),
  }
}

/** User ids do not cross the internet in clear. */
function demandTls({ url, allowPrivate }: Pick<Webhook, 'url' | 'allowPrivate'>): void {
  if (allowPrivate || url.startsWith('https:')) return
  const message = 'must begin with https: unless private addresses are allowed'
  throw new CurfewError('invalid-request', `The request cannot be read: url: ${message}. Nothing was changed.`, {
    errors: [{ path: 'url', message }],
  })
}

/** For the audit. What follows the host may be as good as a password. */
function hostOf(url: string): string {
  return new URL(url).host
}

function changed({ changes, wakeWebhooks }: Pick<Ports, 'changes' | 'wakeWebhooks'>, id: string): void {
  changes.announce({ webhookIds: [id] })
  wakeWebhooks()
}

async function existing({ store }: Pick<RegistryPorts, 'store'>, id: string): Promise<Webhook> {
  const webhook = await store.webhookById(id)
  if (!webhook) throw noSuchWebhook()
  return webhook
}

function nameTaken(name: string): CurfewError {
  return new CurfewError('webhook-name-taken', `There is a webhook "${name}" already. Nothing was changed.`)
}

function noSuchWebhook(): CurfewError {
  return new CurfewError('not-found', 'There is no such webhook. Nothing was changed.')
}

const nothing: WebhookCounts = { behind: 0, retrying: 0, givenUp: 0, nextDueAt: null }
