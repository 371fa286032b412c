import { Hono } from 'hono'
import { html } from 'hono/html'
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { button, page, styles, toldList } from '../html.ts'
import { type Mishap, mishaps } from '../mishaps.ts'
import { createToldLog } from '../told.ts'

export type ReceiverKnob = 'takes' | Mishap
const knobs = { takes: 'takes it', ...mishaps } as const satisfies Record<ReceiverKnob, string>

export const eventsPath = '/events'

type ReceiverOptions = { readonly curfew: string; readonly audience: string; readonly url: string }

/** A receiver of shared signals that is pushed to (RFC 8935). It believes what Curfew's published keys have signed. */
export function createCaepReceiver({ curfew, audience, url }: ReceiverOptions) {
  const app = new Hono()
  const told = createToldLog()
  let knob: ReceiverKnob = 'takes'
  let keys: JWTVerifyGetKey | undefined

  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/state', (c) => c.json({ told: told.entries() }))
  app.get('/', (c) => {
    const buttons = Object.entries(knobs).map(([name, words]) => button(`/knobs/${name}`, words))
    const about = `Curfew pushes a signed token to ${url}${eventsPath} for every session of the two relying parties that is closed.`
    const section = html`<section><h2>Told of a closed session, it …</h2><p>Now: <strong id="knob">${knobs[knob]}</strong></p>${buttons}</section>`
    return c.html(page('Receiver of shared signals', about, [section, toldList(told.entries())]), 200, {
      'cache-control': 'no-store',
    })
  })
  app.post('/knobs/:knob', (c) => {
    const wanted = c.req.param('knob')
    if (!isKnob(wanted)) return c.text('There is no such knob.', 404)
    knob = wanted
    return c.redirect('/', 303)
  })
  app.post(eventsPath, async (c) => {
    keys ??= createRemoteJWKSet(new URL('/.well-known/jwks.json', curfew))
    try {
      const { payload } = await jwtVerify(await c.req.text(), keys, { audience, typ: 'secevent+jwt' })
      for (const [event, said] of Object.entries(payload['events'] ?? {}))
        told.note(`${event.split('/').at(-1)}: ${JSON.stringify({ sub_id: payload['sub_id'], ...Object(said) })}`)
      return c.body(null, 202)
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error)
      told.note(`A token that is not good: ${description}`)
      return c.json({ err: 'invalid_request', description }, 400)
    }
  })
  return { app, knob: () => knob }
}

function isKnob(text: string): text is ReceiverKnob {
  return Object.hasOwn(knobs, text)
}
