import type { PrivateJwk, PublicJwk, SigningAlgorithm } from '@curfew/contract'
import { CurfewError, privateJwk } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor } from './closing.ts'
import type { RegistryPorts } from './ports.ts'
import type { SigningKey } from './signing-key.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId'>

const day = 86_400_000
/** A key is replaced at its first use after so long. */
export const signingKeyLifeMs = 90 * day
/** Receivers keep published keys for minutes, and most ask again when they meet one that they do not know. */
export const publishedAheadMs = 10 * 60_000
/** Long after the last token of a key has expired, which it does after two minutes. */
const overlapMs = day

/** The key that signs with that algorithm now. The first is made when it is asked for, and one that is old gets a successor. */
export async function signingKeyFor(ports: Ports, algorithm: SigningAlgorithm): Promise<SigningKey> {
  const now = ports.clock()
  const keys = await keysOf(ports, algorithm)
  const [newest] = keys
  if (!newest || now.getTime() - newest.createdAt.getTime() > signingKeyLifeMs) {
    await addKey(ports, algorithm, newest ?? null, overlapMs, null)
    return signingKeyFor(ports, algorithm)
  }
  // Published ahead: until receivers can know the newest, the one before it signs.
  return keys.find((key) => key.signsFrom <= now && isPublished(key, now)) ?? newest
}

/**
 * Make new keys of every algorithm that there is one of.
 *
 * @param overlapSeconds 0: those before are withdrawn, and the new ones sign at once
 */
export async function rotateSigningKeys(
  ports: Ports,
  overlapSeconds: number,
  actor: Actor,
): Promise<readonly SigningKey[]> {
  const algorithms = new Set((await ports.store.signingKeys()).map(({ algorithm }) => algorithm))
  for (const algorithm of algorithms) {
    const [newest = null] = await keysOf(ports, algorithm)
    await addKey(ports, algorithm, newest, overlapSeconds * 1000, actor)
  }
  return publishedKeys(ports)
}

/** Newest first; those that sign, and those whose tokens may still be under way. */
export async function publishedKeys({ store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<readonly SigningKey[]> {
  const now = clock()
  return (await store.signingKeys()).filter((key) => isPublished(key, now))
}

/** The public half, and nothing else. */
export function publicHalf({ id, algorithm, jwk }: Pick<SigningKey, 'id' | 'algorithm' | 'jwk'>): PublicJwk {
  const common = { kid: id, alg: algorithm, use: 'sig' } as const
  if (jwk.kty === 'RSA') return { kty: jwk.kty, ...common, n: jwk.n, e: jwk.e }
  if (jwk.kty === 'EC') return { kty: jwk.kty, ...common, crv: jwk.crv, x: jwk.x, y: jwk.y }
  return { kty: jwk.kty, ...common, crv: jwk.crv, x: jwk.x }
}

/** @throws CurfewError `invalid-request`: it is no key for that algorithm */
export async function assertKeyFits(jwk: PrivateJwk, algorithm: SigningAlgorithm): Promise<void> {
  try {
    if (jwk.alg !== undefined && jwk.alg !== algorithm) throw new Error('another algorithm')
    const { kty, n } = { n: '', ...jwk }
    // RFC 7518 §3.3: a modulus of 2048 bits at the least.
    if (kty === 'RSA' && n.length < 342) throw new Error('too short')
    const { alg, ...how } = algorithmOf[algorithm]
    await crypto.subtle.importKey('jwk', { ...plain(jwk), alg }, how, false, ['sign'])
  } catch {
    // The engine's own message might quote it.
    const message = `give a private key that signs with ${algorithm}`
    throw new CurfewError(
      'invalid-request',
      `The request cannot be read: signingKey: ${message}. Nothing was changed.`,
      {
        errors: [{ path: 'backChannel.signingKey', message }],
      },
    )
  }
}

/** Without `use` and `kid`, which WebCrypto has no use for. */
function plain({ kid: _kid, use: _use, ...jwk }: PrivateJwk): Omit<PrivateJwk, 'kid' | 'use'> {
  return jwk
}

const algorithmOf = {
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    alg: 'RS256',
  },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', alg: 'ES256' },
  EdDSA: { name: 'Ed25519', alg: 'Ed25519' },
} as const satisfies Record<SigningAlgorithm, object>

async function addKey(
  ports: Ports,
  algorithm: SigningAlgorithm,
  newest: SigningKey | null,
  othersMs: number,
  actor: Actor | null,
): Promise<void> {
  const now = ports.clock()
  const aheadMs = newest ? Math.min(publishedAheadMs, othersMs) : 0
  const id = ports.newId()
  const key: SigningKey = {
    id,
    algorithm,
    jwk: await newPrivateJwk(algorithm, id),
    createdAt: now,
    signsFrom: new Date(now.getTime() + aheadMs),
    publishedUntil: null,
  }
  const othersUntil = new Date(now.getTime() + othersMs)
  const audit = auditEntry(ports, actor, 'signing-key-created', id, { algorithm, overlapSeconds: othersMs / 1000 })
  // Outrun by another one there is one that is as new.
  await ports.store.addSigningKey(key, newest?.id ?? null, othersUntil, audit)
}

async function newPrivateJwk(algorithm: SigningAlgorithm, kid: string): Promise<PrivateJwk> {
  const pair = await crypto.subtle.generateKey(algorithmOf[algorithm], true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('No pair of keys was made.')
  const { ext: _ext, key_ops: _uses, alg: _alg, ...jwk } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return privateJwk.parse({ ...jwk, kid })
}

async function keysOf({ store, clock }: Pick<Ports, 'store' | 'clock'>, algorithm: SigningAlgorithm) {
  const now = clock()
  return (await store.signingKeys()).filter((key) => key.algorithm === algorithm && isPublished(key, now))
}

function isPublished({ publishedUntil }: SigningKey, now: Date): boolean {
  return publishedUntil === null || publishedUntil > now
}
