import { Hono } from 'hono'
import { html } from 'hono/html'
import { exportJWK, type GenerateKeyPairResult, SignJWT } from 'jose'
import { page, styles, toldList, typed } from '../html.ts'
import { createToldLog } from '../told.ts'

type TransmitterOptions = {
  readonly url: string
  readonly curfew: string
  readonly audience: string
  readonly keys: GenerateKeyPairResult
}

export const transmitterAlgorithm = 'ES256'
const kid = 'playground-transmitter'
const events = {
  'session-revoked': 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  'account-disabled': 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
} as const

/** A transmitter of shared signals: what its form says is signed and pushed to Curfew. */
export function createCaepTransmitter({ url, curfew, audience, keys }: TransmitterOptions): Hono {
  const app = new Hono()
  const told = createToldLog()

  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/jwks', async (c) =>
    c.json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid, alg: transmitterAlgorithm, use: 'sig' }] }),
  )
  app.get('/state', (c) => c.json({ told: told.entries() }))
  app.get('/', (c) =>
    c.html(
      page('Transmitter of shared signals', 'What it signs closes sessions, because Curfew trusts it.', [
        signalForm,
        toldList(told.entries()),
      ]),
      200,
      { 'cache-control': 'no-store' },
    ),
  )
  app.post('/send', async (c) => {
    const form = await c.req.parseBody()
    const [event, sid] = [typed(form, 'event'), typed(form, 'sid')]
    const type = event === 'account-disabled' ? events[event] : events['session-revoked']
    const subject =
      sid === '' ? { format: 'iss_sub', iss: url, sub: typed(form, 'userId') } : { format: 'opaque', id: sid }
    const said = {
      event_timestamp: Math.floor(Date.now() / 1000),
      initiating_entity: 'policy',
      reason_admin: { en: typed(form, 'reason') },
    }
    const token = await new SignJWT({ sub_id: subject, events: { [type]: said } })
      .setProtectedHeader({ alg: transmitterAlgorithm, kid, typ: 'secevent+jwt' })
      .setIssuer(url)
      .setAudience(audience)
      .setIssuedAt()
      .setJti(crypto.randomUUID())
      .sign(keys.privateKey)
    const answer = await fetch(new URL('/signals/events', curfew), {
      method: 'POST',
      headers: { 'content-type': 'application/secevent+jwt' },
      body: token,
    })
    told.note(`Curfew answered ${answer.status} ${await answer.text()}`.trim())
    return c.redirect('/', 303)
  })
  return app
}

const signalForm = html`<form method="post" action="/send">
  <label>Event
    <select name="event"><option>session-revoked</option><option>account-disabled</option></select>
  </label>
  <label>Session (its sid) <input name="sid" maxlength="256" /></label>
  <label>or all of the user <input name="userId" maxlength="64" /></label>
  <label>Reason <input name="reason" value="Device is not compliant" maxlength="200" /></label>
  <button>Send the signal</button>
</form>`
