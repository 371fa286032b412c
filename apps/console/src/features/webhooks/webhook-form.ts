import {
  type NewWebhookRequest,
  newWebhookRequest,
  type SessionKind,
  type WebhookChange,
  type WebhookEventType,
  type WebhookView,
} from '@curfew/contract'
import * as z from 'zod/mini'

/** What is typed and chosen while a webhook is added or changed. Nothing chosen of kinds or sources: all. */
export type WebhookForm = {
  readonly name: string
  readonly url: string
  readonly types: readonly WebhookEventType[]
  readonly kinds: readonly SessionKind[]
  readonly sourceIds: readonly string[]
  readonly allowPrivate: boolean
}

export const blankWebhook: WebhookForm = {
  name: '',
  url: 'https://',
  types: ['session.closed'],
  kinds: [],
  sourceIds: [],
  allowPrivate: false,
}

export function formOf({ name, url, types, kinds, sourceIds, allowPrivate }: WebhookView): WebhookForm {
  return { name, url, types, kinds, sourceIds, allowPrivate }
}

/** One more or one less. */
export function toggled<Value>(chosen: readonly Value[], value: Value, isChosen: boolean): readonly Value[] {
  const others = chosen.filter((one) => one !== value)
  return isChosen ? [...others, value] : others
}

export type FormField = 'name' | 'url' | 'types'
const fields = ['name', 'url', 'types'] as const satisfies readonly FormField[]

/** The request that a form makes, or the fields that stand in its way, by the contract's own rules. */
export function readForm(
  form: WebhookForm,
): { readonly request: NewWebhookRequest } | { readonly wrong: ReadonlySet<FormField> } {
  const { name, url, types, kinds, sourceIds, allowPrivate } = form
  const wanted = { name: name.trim(), url: url.trim(), types, kinds, sourceIds, allowPrivate }
  const read = z.safeParse(newWebhookRequest, wanted)
  const isInClear = !allowPrivate && !wanted.url.startsWith('https:')
  if (read.success && !isInClear) return { request: read.data }
  const paths = [...(read.error?.issues.map(({ path }) => path[0]) ?? []), ...(isInClear ? ['url'] : [])]
  return { wrong: new Set(fields.filter((field) => paths.includes(field))) }
}

/** What a form would change of a webhook, and nothing else. */
export function changesOf(before: WebhookForm, after: NewWebhookRequest): WebhookChange {
  return {
    ...(after.name !== before.name && { name: after.name }),
    ...(after.url !== before.url && { url: after.url }),
    ...(!isAlike(before.types, after.types) && { types: after.types }),
    ...(!isAlike(before.kinds, after.kinds) && { kinds: after.kinds }),
    ...(!isAlike(before.sourceIds, after.sourceIds) && { sourceIds: after.sourceIds }),
    ...(after.allowPrivate !== before.allowPrivate && { allowPrivate: after.allowPrivate }),
  }
}

function isAlike<Value>(one: readonly Value[], other: readonly Value[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value))
}
