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
}

export const blankSource: SourceForm = {
  name: '',
  kinds: ['self-service-console'],
  via: null,
  toldBy: 'guard-feed',
  leaseSeconds: '5',
}

export function formOf({ name, kinds, via, channel, leaseMs }: SourceView): SourceForm {
  return { name, kinds, via, toldBy: channel === null ? 'none' : 'guard-feed', leaseSeconds: String(leaseMs / 1000) }
}

/** A kind more or less, in the order in which kinds are shown. */
export function withKind(kinds: readonly SessionKind[], kind: SessionKind, isChosen: boolean): readonly SessionKind[] {
  return sessionKinds.filter((known) => (known === kind ? isChosen : kinds.includes(known)))
}

export type FormField = 'name' | 'kinds' | 'leaseMs'

/** The request that a form makes, or the fields that stand in its way, by the contract's own rules. */
export function readForm(
  form: SourceForm,
): { readonly request: NewSourceRequest } | { readonly wrong: ReadonlySet<FormField> } {
  const { kinds, toldBy } = form
  const read = z.safeParse(newSourceRequest, {
    name: form.name.trim(),
    kinds: [...kinds],
    via: kinds.includes('self-service-console') ? form.via : null,
    toldBy,
    // A source that is not told holds no lease, so what was typed before that was chosen cannot be wrong.
    ...(toldBy === 'none' ? {} : { leaseMs: leaseMsOf(form.leaseSeconds) }),
  })
  if (read.success) return { request: read.data }
  const paths = read.error.issues.map(({ path }) => path[0])
  return { wrong: new Set(fields.filter((field) => paths.includes(field))) }
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
    ...(before.channel === null || leaseMs === before.leaseMs ? {} : { leaseMs }),
  }
}

const fields = ['name', 'kinds', 'leaseMs'] as const satisfies readonly FormField[]

/** Both signs for decimals are typed. NaN for what is no number, which the contract refuses. */
function leaseMsOf(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Math.round(Number(typed.trim().replace(',', '.')) * 1000)
}
