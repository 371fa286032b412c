import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { id } from './session.ts'

/** How logout tokens are signed; the names are those of JOSE. `EdDSA` is Ed25519 here. */
export const signingAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

const part = z.string().check(z.regex(/^[\w-]{1,2000}$/))
const keyId = z.string().check(z.minLength(1), z.maxLength(256))
const rest = { kid: keyId, alg: z.optional(z.string()), use: z.optional(z.literal('sig')) }

/** A private key as its OP has it (RFC 7517). `kid` is the name under which the OP publishes its public half. */
export const privateJwk = z.union([
  z.strictObject({
    kty: z.literal('RSA'),
    ...rest,
    n: part,
    e: part,
    d: part,
    p: part,
    q: part,
    dp: part,
    dq: part,
    qi: part,
  }),
  z.strictObject({ kty: z.literal('EC'), ...rest, crv: z.literal('P-256'), x: part, y: part, d: part }),
  z.strictObject({ kty: z.literal('OKP'), ...rest, crv: z.literal('Ed25519'), x: part, d: part }),
])
export type PrivateJwk = z.infer<typeof privateJwk>

const mostUrlCharacters = 1_000
/** An address that is posted to: no user and password, and no fragment, which OpenID Connect Back-Channel Logout §2.2 forbids. */
const webUri = z
  .string()
  .check(z.maxLength(mostUrlCharacters), z.refine(isWebUri, { error: 'not an http or https URL' }))
const claim = z.string().check(z.minLength(1), z.maxLength(500))
const retryOn = z.array(z.int().check(z.minimum(500), z.maximum(599))).check(z.maxLength(100))

const shared = {
  /** The relying party's `backchannel_logout_uri`. */
  uri: webUri,
  /** `aud` of its tokens: the relying party's `client_id` at its OP. */
  audience: claim,
  /** `iss` of its tokens, byte for byte as its OP's discovery document has it. */
  issuer: claim,
  algorithm: z.enum(signingAlgorithms),
  /** Which of a session's names is its `sid`: the source's own, or Curfew's. */
  sid: z.enum(['handle', 'session-id']),
  /** It ends all of a user's sessions at a token with `sub` and no `sid`. Some answer 200 to it and end none. */
  honoursSub: z.boolean(),
  /** Asked after it has accepted a token, whether the session is still open there (RFC 7662); null: it cannot be asked. */
  probeUri: z.nullable(webUri),
  /** It may be on this machine or in a private network, and may be reached without TLS. */
  allowsPrivateAddresses: z.boolean(),
  /** Answers after which it is tried again. After any other answer it is not. */
  retryOn,
}

const defaults = {
  algorithm: z._default(shared.algorithm, 'RS256'),
  sid: z._default(shared.sid, 'handle'),
  honoursSub: z._default(shared.honoursSub, false),
  probeUri: z._default(shared.probeUri, null),
  allowsPrivateAddresses: z._default(shared.allowsPrivateAddresses, false),
  retryOn: z._default(shared.retryOn, [502, 503, 504]),
}

/** How a relying party is told by OpenID Connect Back-Channel Logout. */
export const backChannelSettings = z.strictObject({
  ...shared,
  ...defaults,
  /** The key of its OP, which is never shown again; null: Curfew's own key signs, and it takes Curfew's JWKS. */
  signingKey: z._default(z.nullable(privateJwk), null),
})
export type BackChannelSettings = z.infer<typeof backChannelSettings>

/** What is left out stays as it is. */
export const backChannelChange = z.strictObject({
  uri: z.optional(shared.uri),
  audience: z.optional(shared.audience),
  issuer: z.optional(shared.issuer),
  algorithm: z.optional(shared.algorithm),
  sid: z.optional(shared.sid),
  honoursSub: z.optional(shared.honoursSub),
  probeUri: z.optional(shared.probeUri),
  allowsPrivateAddresses: z.optional(shared.allowsPrivateAddresses),
  retryOn: z.optional(shared.retryOn),
  signingKey: z.optional(z.nullable(privateJwk)),
})
export type BackChannelChange = z.infer<typeof backChannelChange>

export const backChannelView = z.object({
  ...shared,
  /** `kid` of its OP's key; null: Curfew's own key signs. */
  signingKeyId: z.nullable(z.string()),
})
export type BackChannelView = z.infer<typeof backChannelView>

/** Signatures that a logout token may carry: asymmetric ones only, and never `none`. */
export const acceptedAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const

/** The OP whose logout tokens end sessions of a source. */
export const openIdProvider = z.strictObject({
  /** `iss`, byte for byte. */
  issuer: claim,
  /** `aud`: the source's `client_id` there. */
  audience: claim,
  jwksUri: webUri,
  algorithms: z._default(z.array(z.enum(acceptedAlgorithms)).check(z.minLength(1)), [...acceptedAlgorithms]),
  allowsPrivateAddresses: z._default(z.boolean(), false),
})
export type OpenIdProvider = z.infer<typeof openIdProvider>

/** OpenID Connect Back-Channel Logout 1.0 §2.5, as a form. What else is in the form is passed over. */
export const logoutTokenRequest = z.object({ logout_token: z.string().check(z.minLength(1), z.maxLength(16_384)) })
export type LogoutTokenRequest = z.infer<typeof logoutTokenRequest>

const publicJwk = z.object({
  kty: z.string(),
  kid: z.string(),
  alg: z.enum(signingAlgorithms),
  use: z.literal('sig'),
  crv: z.optional(z.string()),
  n: z.optional(z.string()),
  e: z.optional(z.string()),
  x: z.optional(z.string()),
  y: z.optional(z.string()),
})
/** RFC 7517 §5. */
export const jwks = z.object({ keys: z.array(publicJwk) })
export type Jwks = z.infer<typeof jwks>
export type PublicJwk = z.infer<typeof publicJwk>

/** A signing key of Curfew's own; never its private half. */
export const signingKeyView = z.object({
  id,
  algorithm: z.enum(signingAlgorithms),
  createdAt: instant,
  /** It is published from the beginning and signs from then on. */
  signsFrom: instant,
  /** Null: until another one takes its place. */
  publishedUntil: z.nullable(instant),
})
export type SigningKeyView = z.infer<typeof signingKeyView>
export const signingKeyList = z.object({ items: z.array(signingKeyView) })

/** 0: those before open nothing any more, and the new ones sign at once. Else these sign once receivers have had time to see them. */
export const signingKeyRotation = z.strictObject({
  overlapSeconds: z._default(z.int().check(z.minimum(0), z.maximum(2_592_000)), 86_400),
})

function isWebUri(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === '' && !text.includes('#')
}
