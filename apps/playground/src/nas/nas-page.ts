import { Hono } from 'hono'
import { html } from 'hono/html'
import { button, page, styles, toldList } from '../html.ts'
import { behaviours, readKnobs } from './knobs.ts'
import type { Nas } from './nas.ts'

export type NasPage = { readonly title: string; readonly about: string; readonly nas: Nas }

/** The page of a NAS. Its forms are its control as well: a program posts the same; `GET /state` is what the page shows, as JSON. */
export function createNasPage({ title, about, nas }: NasPage): Hono {
  const app = new Hono()
  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/', (c) =>
    c.html(page(title, about, [whoIsOn(nas), doings, knobForm(nas), toldList(nas.told.entries())]), 200, {
      'cache-control': 'no-store',
    }),
  )
  app.get('/state', (c) =>
    c.json({
      sessions: Array.from(nas.sessions.values(), ({ acctSessionId, userName }) => ({ acctSessionId, userName })),
      unanswered: nas.unanswered,
      knobs: nas.knobs,
      told: nas.told.entries(),
    }),
  )
  app.post('/logon', async (c) => {
    const userName = (await c.req.formData()).get('userName')
    if (typeof userName === 'string' && userName.trim() !== '') nas.logOn(userName.trim().slice(0, 63))
    return c.redirect('/', 303)
  })
  app.post('/logoff', async (c) => {
    const session = (await c.req.formData()).get('session')
    if (typeof session === 'string') nas.logOff(session)
    return c.redirect('/', 303)
  })
  app.post('/interim', (c) => {
    nas.sendInterims()
    return c.redirect('/', 303)
  })
  app.post('/restart', (c) => {
    nas.restart()
    return c.redirect('/', 303)
  })
  app.post('/knobs', async (c) => {
    nas.knobs = readKnobs(await c.req.formData(), nas.knobs)
    return c.redirect('/', 303)
  })
  return app
}

const doings = html`<form method="post" action="/logon">
    <label>User name <input name="userName" required maxlength="63" /></label>
    <button>Log on</button>
  </form>
  <p>
    ${button('/interim', 'Send Interim-Updates')} ${button('/restart', 'Restart the NAS')}
    <a href="/">Look again</a>
  </p>`

function whoIsOn({ sessions, unanswered, disconnectPort }: Nas) {
  const rows = Array.from(
    sessions.values(),
    ({ userName, acctSessionId, framedIpAddress }) =>
      html`<tr>
        <td>${userName}</td>
        <td><code>${acctSessionId}</code></td>
        <td>${framedIpAddress}</td>
        <td>
          <form method="post" action="/logoff">
            <input type="hidden" name="session" value="${acctSessionId}" />
            <button aria-label="Log ${userName} off">Log off</button>
          </form>
        </td>
      </tr>`,
  )
  const table = html`<table id="who">
    <tr><th>User</th><th>Acct-Session-Id</th><th>Address</th><td></td></tr>
    ${rows}
  </table>`
  return html`<section>
    <h2>Who is logged on</h2>
    ${rows.length === 0 ? html`<p id="who">Nobody.</p>` : table}
    <p>
      ${disconnectPort === null ? 'It hears no Disconnect-Requests.' : `It hears Disconnect-Requests on port ${disconnectPort}.`}
      Accounting packets without an answer: <strong id="unanswered">${unanswered}</strong>.
    </p>
  </section>`
}

function knobForm({ knobs }: Nas) {
  const options = Object.entries(behaviours).map(
    ([name, { words }]) =>
      html`<option value="${name}" ${name === knobs.behaviour ? 'selected' : ''}>${words}</option>`,
  )
  const number = (name: string, label: string, value: number) =>
    html`<label>${label} <input name="${name}" type="number" value="${value}" /></label>`
  return html`<section>
    <h2>Knobs</h2>
    <form method="post" action="/knobs">
      <label>Asked to end a session, it <select name="behaviour">${options}</select></label>
      ${number('errorCause', 'Error-Cause of a refusal (0: none)', knobs.errorCause)}
      ${number('lateSeconds', 'Seconds that a late answer takes', knobs.lateSeconds)}
      ${number('clockOffsetSeconds', 'Seconds that its clock is ahead', knobs.clockOffsetSeconds)}
      ${number('interimSeconds', 'Seconds between Interim-Updates (0: none)', knobs.interimSeconds)}
      <label>
        <input type="checkbox" name="wrongSecret" ${knobs.wrongSecret ? 'checked' : ''} /> Accounting with a wrong secret
      </label>
      <button>Turn the knobs</button>
    </form>
  </section>`
}
