import { compareText, type SetAside, type WebhookAttempt, type WebhookStore } from '@curfew/registry'
import { foreignCursor, parseCursor, printCursor } from '../cursor.ts'
import {
  afterForgetting,
  afterRound,
  asGivenUp,
  beginWebhook,
  behind,
  changedWebhook,
  keptAttempts,
} from '../webhook-rows.ts'
import { endOfEvents, known } from './events.ts'
import type { NumberedAttempt, Tables } from './tables.ts'

/** Webhooks, and the log of events that they are told from. */
export function webhookStore(tables: Tables): WebhookStore {
  const { webhooks, events, setAside } = tables
  const all = () => Array.from(webhooks.values())
  const isTaken = (name: string, exceptId: string) => all().some((one) => one.name === name && one.id !== exceptId)
  const asideOf = (id: string) => Array.from(setAside.get(id)?.values() ?? [])

  return {
    async createWebhook(webhook, most, audit) {
      if (isTaken(webhook.name, '')) return 'name-taken'
      if (webhooks.size >= most) return 'too-many'
      webhooks.set(webhook.id, beginWebhook(webhook, endOfEvents(tables)))
      tables.audit.set(audit.id, audit)
      return 'created'
    },
    async changeWebhook(id, changes, audit) {
      const before = webhooks.get(id)
      if (!before) return 'not-found'
      if (changes.name !== undefined && isTaken(changes.name, id)) return 'name-taken'
      webhooks.set(id, changedWebhook(before, changes, endOfEvents(tables)))
      tables.audit.set(audit.id, audit)
      return 'changed'
    },
    async deleteWebhook(id, audit) {
      if (!webhooks.delete(id)) return 'not-found'
      setAside.delete(id)
      tables.webhookAttempts.delete(id)
      tables.audit.set(audit.id, audit)
      return 'deleted'
    },
    async webhooks() {
      return all().sort((one, other) => compareText(one.name, other.name))
    },
    async webhookById(id) {
      return webhooks.get(id)
    },
    async eventsAfter(position, limit) {
      return Array.from(events.values())
        .filter((event) => event.position > position)
        .slice(0, limit)
        .map((event) => known(tables, event))
    },
    async dueSetAside(webhookId, now, limit) {
      return asideOf(webhookId)
        .flatMap((one) => (one.nextAttemptAt && one.nextAttemptAt <= now ? { one, dueAt: one.nextAttemptAt } : []))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.one.event.position - b.one.event.position)
        .slice(0, limit)
        .map(({ one }) => ({ ...one, event: known(tables, one.event) }))
    },
    async webhookCounts(ids) {
      const positions = Array.from(events.keys())
      return new Map(
        ids.flatMap((id) => {
          const webhook = webhooks.get(id)
          if (!webhook) return []
          const due = asideOf(id).flatMap(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? [])
          const counts = {
            behind: behind(webhook, positions[0] ?? null, positions.at(-1) ?? null),
            retrying: due.length,
            givenUp: asideOf(id).length - due.length,
            nextDueAt: due.length > 0 ? new Date(Math.min(...due)) : null,
          }
          return [[id, counts] as const]
        }),
      )
    },
    async settleRound(webhookId, round, most, audit) {
      const before = webhooks.get(webhookId)
      if (!before) return
      const aside = new Map(setAside.get(webhookId))
      for (const one of round.setAside) aside.set(one.event.position, one)
      for (const position of round.settled) aside.delete(position)
      const forgotten = bound(aside, most)
      setAside.set(webhookId, aside)
      const after = afterRound(before, round)
      webhooks.set(webhookId, { ...after, forgotten: after.forgotten + forgotten })
      for (const attempt of round.attempts) keepAttempt(tables, webhookId, attempt)
      if (!before.disabled && round.disabled) for (const entry of audit) tables.audit.set(entry.id, entry)
    },
    async noteAttempt(webhookId, attempt) {
      if (webhooks.has(webhookId)) keepAttempt(tables, webhookId, attempt)
    },
    async webhookAttempts(webhookId, limit, cursor) {
      const order = `webhook-attempts ${webhookId}`
      const [before = Infinity] = cursor === null ? [] : parseCursor(cursor, order, 1)
      if (typeof before !== 'number') throw foreignCursor()
      const kept = (tables.webhookAttempts.get(webhookId) ?? []).filter(({ number }) => number < before).toReversed()
      const page = kept.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = last && kept.length > limit ? printCursor(order, [last.number]) : null
      return { items: page.map(({ attempt }) => attempt), nextCursor }
    },
    async retryWebhook(id, at, audit) {
      const webhook = webhooks.get(id)
      if (!webhook) return 'not-found'
      setAside.set(
        id,
        new Map(asideOf(id).map((one) => [one.event.position, { ...one, attempts: 0, nextAttemptAt: at } as const])),
      )
      webhooks.set(id, { ...webhook, failures: 0, failingSince: null, nextAttemptAt: null })
      tables.audit.set(audit.id, audit)
      return 'retried'
    },
    async forgetEvents(before, most, limit) {
      const enabled = all().filter(({ disabled }) => !disabled)
      const done = Math.min(...enabled.map(({ position }) => position))
      const last = Array.from(events.keys()).at(-1) ?? 0
      const dropped = Array.from(events.values())
        .slice(0, limit)
        .filter(({ position, at }) => position <= done || at < before || position <= last - most)
        .map(({ position }) => position)
      for (const webhook of enabled) webhooks.set(webhook.id, afterForgetting(webhook, dropped))
      for (const position of dropped) events.delete(position)
      return dropped.length
    },
  }
}

/** Of too many that are tried again the oldest are given up, of too many given up the oldest forgotten. @returns how many */
function bound(aside: Map<number, SetAside>, most: number): number {
  const oldestFirst = (wanted: (one: SetAside) => boolean) =>
    Array.from(aside.values())
      .filter(wanted)
      .sort((one, other) => one.event.position - other.event.position)
  const retrying = oldestFirst(({ nextAttemptAt }) => nextAttemptAt !== null)
  for (const one of retrying.slice(0, Math.max(0, retrying.length - most)))
    aside.set(one.event.position, asGivenUp(one))
  const givenUp = oldestFirst(({ nextAttemptAt }) => nextAttemptAt === null)
  const tooMany = givenUp.slice(0, Math.max(0, givenUp.length - most))
  for (const { event } of tooMany) aside.delete(event.position)
  return tooMany.length
}

function keepAttempt({ webhookAttempts }: Tables, webhookId: string, attempt: WebhookAttempt) {
  const before = webhookAttempts.get(webhookId) ?? []
  const after = [...before, { number: (before.at(-1)?.number ?? 0) + 1, attempt }]
  const isAlike = (one: NumberedAttempt) => (one.attempt.outcome === 'accepted') === (attempt.outcome === 'accepted')
  const alike = after.filter(isAlike)
  const tooOld = alike.length > keptAttempts ? alike[0] : undefined
  webhookAttempts.set(
    webhookId,
    after.filter((one) => one !== tooOld),
  )
}
