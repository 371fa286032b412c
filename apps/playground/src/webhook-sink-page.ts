import { Hono } from 'hono'
import { html } from 'hono/html'
import { button, page, styles } from './html.ts'
import { sinkBehaviours, type WebhookSink } from './webhook-sink.ts'

/** The page of the sink: where it listens, its knobs, and what it heard. */
export function createWebhookSinkPage(sink: WebhookSink, url: string): Hono {
  const app = new Hono()
  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/state', (c) => c.json({ heard: sink.heard() }))
  app.get('/', (c) => {
    const heard = sink
      .heard()
      .toReversed()
      .slice(0, 50)
      .map(
        ({ at, type, id, isGenuine }) =>
          html`<li><time>${at.toISOString().slice(11, 23)}</time> ${isGenuine ? type : 'not genuine'} <code>${id}</code></li>`,
      )
    return c.html(
      page('Webhook sink', `A receiver of webhooks at ${url}. Add it in the console, private addresses allowed.`, [
        html`<form method="post" action="/secret">
          <label>Its secret <input name="secret" autocomplete="off" required /></label><button>Trust it</button>
        </form>`,
        html`<section><h2>Let it</h2>${sinkBehaviours.map((one) => button(`/knobs/${one}`, one))}</section>`,
        html`<section><h2>What it heard</h2><ol id="heard">${heard}</ol><a href="/">Look again</a></section>`,
      ]),
      200,
      { 'cache-control': 'no-store' },
    )
  })
  app.post('/secret', async (c) => {
    const { secret } = await c.req.parseBody()
    if (typeof secret !== 'string' || !/^whsec_[A-Za-z0-9+/]{32,}=*$/.test(secret))
      return c.text('That is no secret.', 400)
    sink.trust(secret)
    return c.redirect('/', 303)
  })
  app.post('/knobs/:behaviour', (c) => {
    const behaviour = sinkBehaviours.find((one) => one === c.req.param('behaviour'))
    if (!behaviour) return c.text('There is no such knob.', 404)
    sink.behave(behaviour)
    return c.redirect('/', 303)
  })
  return app
}
