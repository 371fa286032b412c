import {
  type NewSourceRequest,
  newSourceRequest,
  type SessionKind,
  type SourceChange,
  type SourceView,
  sessionKinds,
  type Via,
} from '@curfew/contract'
import * as z from 'zod/mini'
import {
  type BackChannelField,
  type BackChannelForm,
  blankBackChannel,
  readBackChannel,
} from './openid/back-channel-form.ts'

/**
 * The kinds that come from sources (DESIGN §2). The others come in in another way: by a logon to Curfew itself, or by RADIUS
 * accounting.
 */
export const sourceKinds = [
  'self-service-console',
  'risk-based-authentication',
  'token-management-snap-in',
  'operations-console',
  'authentication-agent',
] as const satisfies readonly SessionKind[]

/** What is typed and chosen while a source is registered or changed. */
export type SourceForm = {
  readonly name: string
  readonly kinds: readonly SessionKind[]
  /** Of its self-service sessions; null: the source says so with each. */
  readonly via: Via | null
  readonly toldBy: NewSourceRequest['toldBy']
  /** As typed. */
  readonly leaseSeconds: string
  readonly backChannel: BackChannelForm
}

export const blankSource: SourceForm = {
  name: '',
  kinds: ['self-service-console'],
  via: null,
  toldBy: 'guard-feed',
  leaseSeconds: '5',
  backChannel: blankBackChannel,
}

/** How it is told by back-channel logout has a form of its own. */
export function formOf({ name, kinds, via, channel, leaseMs }: SourceView): SourceForm {
  const toldBy = channel === 'guard-feed' ? 'guard-feed' : 'none'
  return { ...blankSource, name, kinds, via, toldBy, leaseSeconds: String(leaseMs / 1000) }
}

/** A kind more or less, in the order in which kinds are shown. */
export function withKind(kinds: readonly SessionKind[], kind: SessionKind, isChosen: boolean): readonly SessionKind[] {
  return sessionKinds.filter((known) => (known === kind ? isChosen : kinds.includes(known)))
}

export type FormField = 'name' | 'kinds' | 'leaseMs' | BackChannelField

/** The request that a form makes, or the fields that stand in its way, by the contract's own rules. */
export function readForm(
  form: SourceForm,
): { readonly request: NewSourceRequest } | { readonly wrong: ReadonlySet<FormField> } {
  const { kinds, toldBy } = form
  const backChannel = toldBy === 'back-channel' ? readBackChannel(form.backChannel) : null
  const read = z.safeParse(newSourceRequest, {
    name: form.name.trim(),
    kinds: [...kinds],
    via: kinds.includes('self-service-console') ? form.via : null,
    toldBy,
    // Only guards hold a lease, so what was typed before something else was chosen cannot be wrong.
    ...(toldBy === 'guard-feed' ? { leaseMs: leaseMsOf(form.leaseSeconds) } : {}),
    ...(backChannel && 'settings' in backChannel ? { backChannel: backChannel.settings } : {}),
  })
  const wrongThere: ReadonlySet<BackChannelField> =
    backChannel && 'wrong' in backChannel ? backChannel.wrong : new Set()
  if (read.success && wrongThere.size === 0) return { request: read.data }
  const paths = read.success ? [] : read.error.issues.map(({ path }) => path[0])
  return { wrong: new Set([...fields.filter((field) => paths.includes(field)), ...wrongThere]) }
}

/** What a form would change of a source, and nothing else. */
export function changesOf(
  before: Pick<SourceView, 'name' | 'kinds' | 'leaseMs' | 'channel'>,
  { name, kinds, leaseMs }: NewSourceRequest,
): SourceChange {
  const isSame = kinds.length === before.kinds.length && kinds.every((kind) => before.kinds.includes(kind))
  return {
    ...(name === before.name ? {} : { name }),
    ...(isSame ? {} : { kinds }),
    ...(before.channel !== 'guard-feed' || leaseMs === before.leaseMs ? {} : { leaseMs }),
  }
}

const fields = ['name', 'kinds', 'leaseMs'] as const satisfies readonly FormField[]

/** Both signs for decimals are typed. NaN for what is no number, which the contract refuses. */
function leaseMsOf(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Math.round(Number(typed.trim().replace(',', '.')) * 1000)
}
