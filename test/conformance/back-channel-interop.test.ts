import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { privateJwk } from '@curfew/contract'
import express from 'express'
import oidc from 'express-openid-connect'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAdministrator, kinds, type ListeningCurfew } from './guard/curfews.ts'

/*
 * What others wrote, as they wrote it: `express-openid-connect` judges the tokens that Curfew sends, and Curfew those that
 * `oidc-provider` sends.
 */

let curfew: ListeningCurfew
const servers: Server[] = []

beforeAll(async () => {
  curfew = (await kinds[1]?.start()) ?? expect.unreachable('there is no BFF')
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  await curfew.stop()
})

async function listenWith(listenerAt: (url: string) => RequestListener): Promise<string> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', listenerAt(url))
  return url
}

/** An OP as far as a receiver looks at it: it says where its keys are. */
const anIssuer = (jwksUri: string) =>
  listenWith((issuer) => (_request, response) => {
    response.setHeader('content-type', 'application/json')
    const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: jwksUri }
    const supported = { response_types_supported: ['code', 'id_token'], subject_types_supported: ['public'] }
    const algorithms = {
      id_token_signing_alg_values_supported: ['RS256'],
      response_modes_supported: ['form_post', 'query'],
    }
    response.end(JSON.stringify({ issuer, ...endpoints, ...supported, ...algorithms }))
  })

/** A relying party made of `express-openid-connect`, and what it has noted as logged out. */
async function aReceiver(issuer: string) {
  const noted: string[] = []
  const store = {
    get: (_name: string, done: (error: null, found: null) => void) => done(null, null),
    destroy: (_name: string, done: () => void) => done(),
    set(name: string, _session: unknown, done: () => void) {
      noted.push(name)
      done()
    },
  }
  const uri = await listenWith((baseURL) => {
    const app = express()
    app.use(
      oidc.auth({
        issuerBaseURL: issuer,
        baseURL,
        clientID: 'the-shop',
        secret: 'a secret of this test that is long enough',
        authRequired: false,
        backchannelLogout: { store },
      }),
    )
    return app
  })
  return { uri: `${uri}/backchannel-logout`, noted }
}

async function aToldSource(name: string, issuer: string, uri: string, more: object = {}) {
  const administrator = await anAdministrator(curfew)
  const backChannel = { uri, issuer, audience: 'the-shop', allowsPrivateAddresses: true, ...more }
  const { key } = await administrator.source({ name, toldBy: 'back-channel', backChannel: backChannel as never })
  const logOn = async (...handles: string[]) => {
    const sessions = handles.map((handle) => ({ handle, kind: 'self-service-console', userId: 'ada' }))
    const answer = await fetch(`${curfew.url}/source/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sessions }),
    })
    const { results } = (await answer.json()) as { results: { sessionId: string }[] }
    return results.map(({ sessionId }) => sessionId)
  }
  const receipts = async (closureId: string) => {
    const all = await administrator.receipts(closureId)
    return all.map(({ status, cause }) => `${status} ${cause}`.trim())
  }
  return { close: (ids: readonly string[]) => administrator.close(ids), logOn, receipts }
}

test('express-openid-connect takes a token of one session, signed by our published key, for that session alone', async () => {
  const issuer = await anIssuer(`${curfew.url}/.well-known/jwks.json`)
  const { uri, noted } = await aReceiver(issuer)
  const { close, logOn, receipts } = await aToldSource('interop sid', issuer, uri)
  const [one = ''] = await logOn('sid-1', 'sid-2')

  const { id } = await close([one])

  await expect.poll(() => receipts(id), { timeout: 30_000 }).toEqual(['acknowledged'])
  // With `sub` beside it this receiver would have ended all sessions of the user.
  expect(noted).toEqual([`${issuer}|sid-1`])
})

test('it takes the token of an OP whose key Curfew was given; and all of a user as one, where that is honoured', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'of the op', alg: 'RS256', use: 'sig' }] }
  const jwksUri = await listenWith(() => (_request, response) => response.end(JSON.stringify(keys)))
  const issuer = await anIssuer(jwksUri)
  const { uri, noted } = await aReceiver(issuer)
  const signingKey = privateJwk.parse({ ...(await exportJWK(privateKey)), kid: 'of the op' })
  const { close, logOn, receipts } = await aToldSource('interop sub', issuer, uri, { signingKey, honoursSub: true })

  const { id } = await close(await logOn('sid-1', 'sid-2'))

  await expect.poll(() => receipts(id), { timeout: 30_000 }).toEqual(['acknowledged', 'acknowledged'])
  expect(noted).toEqual([`${issuer}|ada`])
})

test('it refuses what is signed by a key that its OP does not publish, and that is what the receipt says', async () => {
  const empty = await listenWith(() => (_request, response) => response.end('{"keys":[]}'))
  const issuer = await anIssuer(empty)
  const { uri, noted } = await aReceiver(issuer)
  const { close, logOn, receipts } = await aToldSource('interop forged', issuer, uri)

  const { id } = await close(await logOn('sid-1'))

  await expect
    .poll(() => receipts(id), { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^refused It answered 400/)])
  expect(noted).toEqual([])
})

test('Curfew takes the token that oidc-provider sends, and ends the session that it names and no other of its user', async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: 'op', alg: 'RS256', use: 'sig' }
  let provider: Provider | undefined
  const issuer = await listenWith((url) => {
    provider = new Provider(url, {
      jwks: { keys: [key] },
      features: { backchannelLogout: { enabled: true } },
      // It makes no connections to loopback by itself, and on a busy machine 2.5 s are too short to be told anything.
      fetch: (
        url: URL,
        { dispatcher: _loopback, signal: _hurry, ...options }: RequestInit & { dispatcher?: unknown },
      ) => fetch(url, options),
      clients: [
        {
          client_id: 'the-portal',
          client_secret: 'a secret of this test that is long enough',
          redirect_uris: ['http://127.0.0.1:1/callback'],
          backchannel_logout_uri: `${curfew.url}/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
    })
    return provider.callback()
  })
  const administrator = await anAdministrator(curfew)
  const openIdProvider = { issuer, audience: 'the-portal', jwksUri: `${issuer}/jwks`, allowsPrivateAddresses: true }
  const { key: sourceKey } = await administrator.source({
    name: 'interop portal',
    openIdProvider: openIdProvider as never,
  })
  const headers = { authorization: `Bearer ${sourceKey}`, 'content-type': 'application/json' }
  const sessions = ['op-sid-1', 'op-sid-2'].map((handle) => ({ handle, kind: 'self-service-console', userId: 'ada' }))
  await fetch(`${curfew.url}/source/sessions`, { method: 'POST', headers, body: JSON.stringify({ sessions }) })
  const isOpen = async (handle: string) => {
    const answer = await fetch(`${curfew.url}/source/introspect`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ handle }),
    })
    return ((await answer.json()) as { active: boolean }).active
  }

  const client = await provider?.Client.find('the-portal')
  await client?.backchannelLogout('ada', 'op-sid-1')

  expect([await isOpen('op-sid-1'), await isOpen('op-sid-2')]).toEqual([false, true])
})
