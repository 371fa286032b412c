import {
  type BackChannelChange,
  type BackChannelSettings,
  type BackChannelView,
  backChannelSettings,
  type PrivateJwk,
  privateJwk,
} from '@curfew/contract'
import * as z from 'zod/mini'

/** What is typed and chosen about how a relying party is told. */
export type BackChannelForm = Pick<
  BackChannelSettings,
  'uri' | 'audience' | 'issuer' | 'algorithm' | 'sid' | 'honoursSub' | 'allowsPrivateAddresses'
> & {
  readonly probeUri: string
  /** As typed: numbers with commas between them. */
  readonly retryOn: string
  readonly key: 'own' | 'kept' | 'given'
  /** As typed, with `given`. */
  readonly jwk: string
}
export type BackChannelField = 'uri' | 'audience' | 'issuer' | 'probeUri' | 'retryOn' | 'signingKey'

export const blankBackChannel: BackChannelForm = {
  uri: '',
  audience: '',
  issuer: '',
  algorithm: 'RS256',
  sid: 'handle',
  honoursSub: false,
  allowsPrivateAddresses: false,
  probeUri: '',
  retryOn: '502, 503, 504',
  key: 'own',
  jwk: '',
}

export function formOfBackChannel(view: BackChannelView | null): BackChannelForm {
  if (view === null) return blankBackChannel
  const { signingKeyId, probeUri, retryOn, ...same } = view
  const key = signingKeyId === null ? 'own' : 'kept'
  return { ...same, probeUri: probeUri ?? '', retryOn: retryOn.join(', '), key, jwk: '' }
}

/** The settings that a form makes, or the fields that stand in their way. A key that is kept is left out of them. */
export function readBackChannel(
  form: BackChannelForm,
): { readonly settings: BackChannelChange } | { readonly wrong: ReadonlySet<BackChannelField> } {
  const { key, jwk, retryOn, probeUri, ...others } = form
  const signingKey = key === 'given' ? jwkOf(jwk) : null
  const read = z.safeParse(backChannelSettings, {
    ...others,
    uri: form.uri.trim(),
    audience: form.audience.trim(),
    issuer: form.issuer.trim(),
    probeUri: probeUri.trim() === '' ? null : probeUri.trim(),
    retryOn: statusesOf(retryOn),
    signingKey: signingKey ?? null,
  })
  const paths = read.success ? [] : read.error.issues.map(({ path }) => path[0])
  const wrong = new Set(fields.filter((field) => paths.includes(field)))
  if (signingKey === undefined) wrong.add('signingKey')
  for (const field of ['uri', 'probeUri'] as const)
    if (!form.allowsPrivateAddresses && /^http:/i.test(form[field].trim())) wrong.add(field)
  if (!read.success || wrong.size > 0) return { wrong }
  const { signingKey: parsed, ...rest } = read.data
  return { settings: key === 'kept' ? rest : { ...rest, signingKey: parsed } }
}

/** What a form would change, and nothing else. A key that is given is always a change. */
export function changesOfBackChannel(before: BackChannelView | null, after: BackChannelChange): BackChannelChange {
  if (before === null) return after
  const { signingKeyId, ...known } = before
  const kept = new Map<string, string>(Object.entries(known).map(([name, value]) => [name, JSON.stringify(value)]))
  if (signingKeyId === null) kept.set('signingKey', 'null')
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => kept.get(name) !== JSON.stringify(value)))
}

const fields = ['uri', 'audience', 'issuer', 'probeUri', 'retryOn', 'signingKey'] as const

/** Undefined: it is no private key as a JWK. */
function jwkOf(typed: string): PrivateJwk | undefined {
  try {
    return z.safeParse(privateJwk, JSON.parse(typed)).data
  } catch {
    return undefined
  }
}

/** NaN for what is no number, which the contract refuses. */
function statusesOf(typed: string): number[] {
  const texts = typed.split(/[\s,;]+/).filter((text) => text !== '')
  return Array.from(new Set(texts.map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN))))
}
