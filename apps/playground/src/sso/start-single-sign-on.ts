import { randomBytes } from 'node:crypto'
import type { RequestListener, Server } from 'node:http'
import { privateJwk } from '@curfew/contract'
import { createGuard } from '@curfew/guard'
import { exportJWK, generateKeyPair } from 'jose'
import { createLateServer, listenerOf } from '../late-server.ts'
import { isMishap, misbehave } from '../mishaps.ts'
import type { CurfewAccess } from '../sources.ts'
import { createCaepReceiver, eventsPath } from './caep-receiver.ts'
import { createCaepTransmitter, transmitterAlgorithm } from './caep-transmitter.ts'
import { createLogoutTokenReader } from './logout-token.ts'
import { createProvider } from './provider.ts'
import { type RelyingPartySource, registerSingleSignOn } from './register.ts'
import { createRelyingParty, logoutPath } from './relying-party.ts'
import { byPlainHttp, throughGuard } from './sessions-at-curfew.ts'

export type SingleSignOn = {
  readonly provider: string
  /** A relying party with a guard, told in both ways and signed to by the key of its OP. */
  readonly shop: string
  /** A relying party with nothing but back-channel logout, signed to by Curfew's own key. */
  readonly desk: string
  readonly receiver: string
  readonly transmitter: string
  close(): Promise<void>
}

const names = { shop: 'playground-shop', desk: 'playground-desk' } as const
const audience = 'https://curfew.playground.example'

/** Start an OP with two relying parties, a receiver and a transmitter of shared signals, and register them with Curfew. */
export async function startSingleSignOn(
  access: CurfewAccess,
  listen: (server: Server) => Promise<string>,
): Promise<SingleSignOn> {
  const late = Array.from({ length: 5 }, createLateServer)
  const urls: string[] = []
  for (const { server } of late) urls.push(await listen(server))
  const [provider = '', shop = '', desk = '', receiver = '', transmitter = ''] = urls
  const serve = (url: string, listener: RequestListener) => late[urls.indexOf(url)]?.serve(listener)

  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = privateJwk.parse({ ...(await exportJWK(privateKey)), kid: 'playground-op', alg: 'RS256', use: 'sig' })
  const sourceOf = (
    name: string,
    url: string,
    others: Pick<RelyingPartySource, 'toldBy'> & { signingKey: typeof key | null },
  ): RelyingPartySource => ({
    name,
    toldBy: others.toldBy,
    backChannel: {
      uri: `${url}${logoutPath}`,
      audience: name,
      issuer: provider,
      signingKey: others.signingKey,
      allowsPrivateAddresses: true,
    },
    openIdProvider: { issuer: provider, audience: name, jwksUri: `${provider}/jwks`, allowsPrivateAddresses: true },
  })
  const clients = { shop: clientOf(names.shop, shop), desk: clientOf(names.desk, desk) }
  serve(
    provider,
    createProvider({
      issuer: provider,
      key,
      clients: Object.values(clients),
      logoutUri: new URL('/backchannel-logout', access.url).href,
      cookieKey: secret(),
    }),
  )
  const caep = createCaepReceiver({ curfew: access.url, audience: receiver, url: receiver })
  serve(
    receiver,
    withKnob(eventsPath, () => caep.knob(), listenerOf(caep.app)),
  )
  const keys = await generateKeyPair(transmitterAlgorithm)
  serve(transmitter, listenerOf(createCaepTransmitter({ url: transmitter, curfew: access.url, audience, keys })))

  const sourceKeys = await registerSingleSignOn(
    access,
    [
      sourceOf(names.shop, shop, { toldBy: 'guard-feed', signingKey: key }),
      sourceOf(names.desk, desk, { toldBy: 'back-channel', signingKey: null }),
    ],
    {
      receiver: {
        name: `playground-receiver-${new URL(receiver).port}`,
        audience: receiver,
        endpointUrl: `${receiver}${eventsPath}`,
      },
      transmitter: {
        name: `playground-transmitter-${new URL(transmitter).port}`,
        issuer: transmitter,
        jwksUri: `${transmitter}/jwks`,
        audience,
      },
    },
  )
  const guard = createGuard({ url: access.url, key: sourceKeys.get(names.shop) ?? '' })
  const isOfOp = { issuer: provider, jwksUri: `${provider}/jwks` }
  const theShop = createRelyingParty({
    ...clients.shop,
    title: 'Shop',
    about: 'A relying party with a guard: it is told in both ways, and its guard proves that a session is over.',
    issuer: provider,
    curfew: throughGuard(guard),
    readLogoutToken: createLogoutTokenReader({ ...isOfOp, audience: names.shop }),
  })
  const theDesk = createRelyingParty({
    ...clients.desk,
    title: 'Service desk',
    about: 'A relying party with nothing but back-channel logout: what it answers is accepted, and proves nothing.',
    issuer: provider,
    curfew: byPlainHttp(access.url, sourceKeys.get(names.desk) ?? ''),
    // Curfew was not given the key of the OP for this one: it signs with its own.
    readLogoutToken: createLogoutTokenReader({
      issuer: provider,
      jwksUri: new URL('/.well-known/jwks.json', access.url).href,
      audience: names.desk,
    }),
  })
  serve(
    shop,
    withKnob(logoutPath, () => theShop.knob(), listenerOf(theShop.app)),
  )
  serve(
    desk,
    withKnob(logoutPath, () => theDesk.knob(), listenerOf(theDesk.app)),
  )
  return { provider, shop, desk, receiver, transmitter, close: () => guard.close() }
}

const secret = () => randomBytes(32).toString('base64url')
const clientOf = (id: string, url: string) => ({ id, url, secret: secret() })

/** What is told at that path goes wrong, if the knob says so; all other pages are as ever. */
function withKnob(path: string, knob: () => string, listener: RequestListener): RequestListener {
  return (request, response) => {
    const now = knob()
    if (request.url === path && isMishap(now)) misbehave(now, request, response)
    else listener(request, response)
  }
}
