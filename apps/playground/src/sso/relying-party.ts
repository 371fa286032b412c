import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import * as client from 'openid-client'
import { button, page, styles, toldList, typed } from '../html.ts'
import { type Mishap, mishaps } from '../mishaps.ts'
import { createToldLog } from '../told.ts'
import type { About } from './logout-token.ts'
import type { SessionsAtCurfew } from './sessions-at-curfew.ts'

/** What it does when it is told to end a session. */
export type RelyingPartyKnob = 'ends' | 'keeps' | Mishap
export const relyingPartyKnobs = {
  ends: 'ends the session',
  keeps: 'says that it ended the session, and lets it go on',
  ...mishaps,
} as const satisfies Record<RelyingPartyKnob, string>

export type RelyingPartyOptions = {
  readonly title: string
  readonly about: string
  readonly url: string
  readonly issuer: string
  readonly id: string
  readonly secret: string
  readonly curfew: SessionsAtCurfew
  readonly readLogoutToken: (token: string) => Promise<About>
}
type Session = { readonly sid: string; readonly userId: string; readonly idToken: string }
type Begun = { readonly verifier: string; readonly state: string }

export const logoutPath = '/backchannel-logout'

/** A web application behind single sign-on. Its page leaves by itself as soon as its session is over. */
export function createRelyingParty(options: RelyingPartyOptions) {
  const { title, about, url, issuer, id, secret, curfew, readLogoutToken } = options
  const app = new Hono()
  const told = createToldLog()
  const sessions = new Map<string, Session>()
  const begun = new Map<string, Begun>()
  const cookie = `rp-${id}`
  let knob: RelyingPartyKnob = 'ends'
  let provider: Promise<client.Configuration> | undefined
  const discovered = () => {
    provider ??= client.discovery(new URL(issuer), id, secret, undefined, { execute: [client.allowInsecureRequests] })
    return provider
  }
  const sessionOf = async (c: Context): Promise<Session | undefined> => {
    const credential = getCookie(c, cookie) ?? ''
    const session = sessions.get(credential)
    if (!session || (await curfew.mayGoOn(session.sid))) return session
    sessions.delete(credential)
    told.note(`${session.userId} was refused: its session is closed.`)
    return undefined
  }
  const endThose = (isMeant: (session: Session) => boolean) => {
    for (const [credential, session] of sessions) if (isMeant(session)) sessions.delete(credential)
  }

  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/watch.js', (c) => c.body(watch, 200, { 'content-type': 'text/javascript' }))
  app.get('/me', async (c) => c.body(null, (await sessionOf(c)) ? 204 : 401, { 'cache-control': 'no-store' }))
  app.get('/state', (c) =>
    c.json({ sessions: Array.from(sessions.values(), ({ sid, userId }) => ({ sid, userId })), told: told.entries() }),
  )
  app.get('/', async (c) => {
    const session = await sessionOf(c)
    const who = session
      ? html`<p>Logged on: <strong id="who">${session.userId}</strong>, session <code id="sid">${session.sid}</code></p>
          ${button('/logoff', 'Log off')} <a href="/end">Log off at the OpenID provider</a>`
      : html`<p id="nobody">You are not logged on.</p>
          <a href="/logon">Log on</a>`
    return c.html(
      page(title, about, [who, whoElse(sessions), knobsOf(knob), toldList(told.entries())], '/watch.js'),
      200,
      {
        'cache-control': 'no-store',
      },
    )
  })

  app.get('/logon', async (c) => {
    const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()]
    begun.set(state, { verifier, state })
    const to = client.buildAuthorizationUrl(await discovered(), {
      redirect_uri: `${url}/callback`,
      scope: 'openid',
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return c.redirect(to.href, 303)
  })
  app.get('/callback', async (c) => {
    const { verifier, state } = begun.get(c.req.query('state') ?? '') ?? {}
    if (verifier === undefined || state === undefined) return c.redirect('/', 303)
    begun.delete(state)
    const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true }
    const tokens = await client.authorizationCodeGrant(await discovered(), new URL(c.req.url), checks)
    const { sub, sid } = tokens.claims() ?? { sub: '', sid: undefined }
    if (typeof sid !== 'string') return c.text('The ID token has no sid.', 502)
    await curfew.begin({ sid, userId: sub, userAgent: c.req.header('user-agent') ?? '' })
    const credential = crypto.randomUUID()
    sessions.set(credential, { sid, userId: sub, idToken: tokens.id_token ?? '' })
    setCookie(c, cookie, credential, { httpOnly: true, sameSite: 'Lax', path: '/' })
    told.note(`${sub} logged on.`)
    return c.redirect('/', 303)
  })
  app.post('/logoff', async (c) => {
    const credential = getCookie(c, cookie) ?? ''
    const session = sessions.get(credential)
    sessions.delete(credential)
    deleteCookie(c, cookie)
    if (session) await curfew.end(session.sid)
    return c.redirect('/', 303)
  })
  app.get('/end', async (c) => {
    const session = await sessionOf(c)
    if (!session) return c.redirect('/', 303)
    const hints = { id_token_hint: session.idToken, post_logout_redirect_uri: `${url}/` }
    return c.redirect(client.buildEndSessionUrl(await discovered(), hints).href, 303)
  })

  app.post(logoutPath, async (c) => {
    const token = typed(await c.req.parseBody(), 'logout_token')
    try {
      const meant = await readLogoutToken(token)
      told.note(`Told to end ${'sid' in meant ? `the session ${meant.sid}` : `all sessions of ${meant.sub}`}.`)
      if (knob === 'keeps') told.note('It said yes, and kept it.')
      else endThose((session) => ('sid' in meant ? session.sid === meant.sid : session.userId === meant.sub))
      return c.body(null, 200, { 'cache-control': 'no-store' })
    } catch (error) {
      told.note(`A logout token that is not good: ${error instanceof Error ? error.message : String(error)}`)
      return c.json({ error: 'invalid_request' }, 400)
    }
  })
  app.post('/knobs/:knob', (c) => {
    const wanted = c.req.param('knob')
    if (!isKnob(wanted)) return c.text('There is no such knob.', 404)
    knob = wanted
    return c.redirect('/', 303)
  })
  return { app, knob: () => knob }
}

function isKnob(text: string): text is RelyingPartyKnob {
  return Object.hasOwn(relyingPartyKnobs, text)
}

function whoElse(sessions: ReadonlyMap<string, Session>) {
  const rows = Array.from(sessions.values(), ({ userId, sid }) => html`<li>${userId} <code>${sid}</code></li>`)
  return html`<section><h2>Who is logged on</h2><ul id="sessions">${rows}</ul></section>`
}

function knobsOf(knob: RelyingPartyKnob) {
  const buttons = Object.entries(relyingPartyKnobs).map(([name, words]) => button(`/knobs/${name}`, words))
  return html`<section><h2>Told to end a session, it …</h2><p>Now: <strong id="knob">${relyingPartyKnobs[knob]}</strong></p>${buttons}</section>`
}

/** A page whose session is over leaves within a second. */
const watch = `if (document.querySelector('#who')) setInterval(async () => {
  const answer = await fetch('/me').catch(() => undefined)
  if (answer?.status === 401) location.replace('/')
}, 500)`
