import type { IncomingMessage, RequestListener } from 'node:http'
import type { PrivateJwk } from '@curfew/contract'
import { html } from 'hono/html'
import { type Context, Provider } from 'oidc-provider'
import { page, styles } from '../html.ts'

export type Client = {
  readonly id: string
  readonly secret: string
  readonly url: string
}

export type ProviderOptions = {
  readonly issuer: string
  /** The private key that it signs with. */
  readonly key: PrivateJwk
  readonly clients: readonly Client[]
  /** Where its logout tokens go: Curfew, which obeys them. */
  readonly logoutUri: string
  readonly cookieKey: string
}

const [hour, day] = [3_600, 86_400]

/** A small OP: `oidc-provider`, with a logon page that lets any user id in, and no question about consent. */
export function createProvider({ issuer, key, clients, logoutUri, cookieKey }: ProviderOptions): RequestListener {
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    cookies: { keys: [cookieKey] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    clients: clients.map(({ id, secret, url }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [`${url}/callback`],
      post_logout_redirect_uris: [`${url}/`],
      backchannel_logout_uri: logoutUri,
      backchannel_logout_session_required: true,
    })),
    ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: day, IdToken: hour, Interaction: hour, Session: day },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant,
    // It makes no connections to loopback by itself.
    fetch: (url: URL, { dispatcher: _dispatcher, ...options }: RequestInit & { dispatcher?: unknown }) =>
      fetch(url, options),
  })
  const callback = provider.callback()
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    if (pathname === '/playground.css') response.setHeader('content-type', 'text/css').end(String(styles))
    else if (!pathname.startsWith('/interaction/')) callback(request, response)
    else if (request.method === 'GET') response.setHeader('content-type', 'text/html; charset=utf-8').end(logonPage)
    else
      void userIdOf(request)
        .then((accountId) => provider.interactionFinished(request, response, { login: { accountId } }))
        .catch((error: unknown) => response.writeHead(400).end(String(error)))
  }
}

/** Everybody agrees to everything. */
async function loadExistingGrant({ oidc: { client, session, provider } }: Context) {
  const { clientId } = client
  const known = session.grantIdFor(clientId)
  if (known !== undefined) return provider.Grant.find(known)
  const grant = new provider.Grant({ clientId, accountId: session.accountId })
  grant.addOIDCScope('openid')
  await grant.save()
  return grant
}

async function userIdOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > 4_096) throw new Error('That is too much for a user id.')
  }
  const userId = new URLSearchParams(text).get('userId')?.trim() ?? ''
  if (userId === '') throw new Error('Give a user id.')
  return userId
}

// A `String` object, which a response of Node's does not take.
const logonPage = (
  await page(
    'OpenID provider',
    'One logon for both relying parties. Any user id gets in.',
    html`<form method="post">
    <label>User ID <input name="userId" required maxlength="64" autofocus /></label>
    <button>Log on</button>
  </form>`,
  )
).toString()
