import type { NewSignalReceiverRequest, NewSignalTransmitterRequest } from '@curfew/contract'
import { createSignals, type Post } from '@curfew/logoff/shared-signals'
import { createSignalReceiver, createSignalTransmitter, type SigningKey, signingKeyFor } from '@curfew/registry'
import type { MemoryStore } from '@curfew/store/memory'
import { aSigner, type Signer } from '../../logoff/src/shared-signals/a-signer.test-kit.ts'
import { type Ask, origin } from './api.test-kit.ts'
import type { ApiPorts } from './ports.ts'

/** One for all: making keys takes time. */
const ownSigner = aSigner()
const actor = { userId: 'kit', firstName: '', lastName: '', sessionId: null }

type Options = {
  readonly store: MemoryStore
  readonly clock: () => Date
  readonly post?: Post
  readonly transmitter?: Signer
}

/** Signals whose receivers take everything, and whose transmitters have the keys of that signer, or none that can be had. */
export function someSignals({ store, clock, post = async () => ({ status: 202, body: '' }), transmitter }: Options) {
  return createSignals({
    issuer: origin,
    store,
    sign: async (claims, typ) => (await ownSigner).sign(claims, { typ }),
    post,
    keysOf: () => transmitter?.keys ?? (() => Promise.reject(new Error('nothing answers there'))),
    clock,
  })
}

let firstKey: SigningKey | undefined

/** A key that signs as in every Curfew that has a receiver. It is made once: an RSA key takes longer than all else in a test. */
async function giveKey(ports: ApiPorts) {
  const { store, clock, newId } = ports
  if ((await store.signingKeys()).length > 0) return
  if (firstKey === undefined) {
    firstKey = await signingKeyFor(ports, 'RS256')
    return
  }
  const [id, at] = [newId(), clock()]
  const key = { ...firstKey, id, jwk: { ...firstKey.jwk, kid: id }, createdAt: at, signsFrom: at }
  const detail = { algorithm: key.algorithm, overlapSeconds: 0 }
  await store.addSigningKey(key, null, at, { id, at, actor: null, act: 'signing-key-created', target: id, detail })
}

/** Registers receivers and transmitters. */
export function aSignalDesk(ports: ApiPorts, ask: Ask, next: () => number) {
  return {
    /** A registered receiver of signals, and what calls with its key. */
    receiver: async (wanted: Partial<NewSignalReceiverRequest> = {}) => {
      await giveKey(ports)
      const { receiver, key } = await createSignalReceiver(
        ports,
        {
          name: `receiver-${next()}`,
          audience: 'https://receiver.example',
          sourceIds: [],
          kinds: [],
          subjectFormat: 'opaque',
          sessionNamedBy: 'session-id',
          userIssuer: null,
          namesTenant: false,
          allowsPrivateAddresses: false,
          ...wanted,
        },
        actor,
      )
      const headers = { Authorization: `Bearer ${key}` }
      const asReceiver: Ask = (method, path, asked = {}) =>
        ask(method, path, { ...asked, headers: { ...headers, ...asked.headers } })
      return { ask: asReceiver, receiver, key }
    },
    /** Trust a transmitter. */
    trust: (wanted: Partial<NewSignalTransmitterRequest> = {}) => {
      const name = `transmitter-${next()}`
      const settings = {
        issuer: `https://${name}.example`,
        jwksUri: 'https://idp.example/jwks',
        audience: origin,
        algorithms: ['ES256' as const],
        sessionsNamedBy: 'handle' as const,
        usersNamedBy: 'iss_sub' as const,
        userIssuer: null,
        sourceIds: [],
        allowsPrivateAddresses: false,
      }
      return createSignalTransmitter(ports, { name, ...settings, ...wanted }, actor)
    },
  }
}
