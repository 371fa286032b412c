import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Guard, Guarded, NewGuardedSession } from '@curfew/guard'
import { closedProblem, protect, type RequestHead, SessionClosed, SessionHeld } from '@curfew/guard'
import { type Context, Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { button, page, styles, toldList } from './html.ts'
import { runTenSeconds } from './ten-seconds.ts'
import { createToldLog } from './told.ts'

export type WebApplication = {
  readonly title: string
  readonly about: string
  readonly guard: Guard
  /** What registering tells Curfew beyond who it is; `form` is what was chosen at the logon page. */
  readonly describe: (form: FormData, request: Request) => Pick<NewGuardedSession, 'kind'> & Partial<NewGuardedSession>
  /** More fields of the logon form. */
  readonly choices?: ReturnType<typeof html>
  readonly stepMs?: number
}

type GuardedPage = { Variables: { guarded: Guarded } }

/**
 * A web application whose users log on in a browser: a logon page, a page behind the guard, a ten-second command. Any user id
 * gets in; what this shows is how one gets out.
 */
export function createWebApplication({
  title,
  about,
  guard,
  describe,
  choices,
  stepMs,
}: WebApplication): Hono<GuardedPage> {
  const app = new Hono<GuardedPage>()
  const told = createToldLog()
  // The guard has answered the user by then; that the command fell over with its session is no fault.
  app.onError((error, c) => {
    if (error instanceof SessionClosed) return closedProblem(error.logoff)
    console.error(error)
    return c.text('Something went wrong here.', 500)
  })
  const cookie = `sid-${title.toLowerCase().replaceAll(/\W+/g, '-')}`
  const handleOf = (request: RequestHead) => {
    const credential = new RegExp(`(?:^|; )${cookie}=([^;]+)`).exec(request.headers.get('cookie') ?? '')?.[1]
    return credential && toHandle(credential)
  }

  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/browser.js', (c) => serveListener(c, 'browser.ts'))
  app.get('/message.ts', (c) => serveListener(c, 'message.ts'))
  app.get('/leave.js', (c) => script(c, leave))
  app.get('/arrive.js', (c) => script(c, arrive))
  app.all('/session-events', async (c) => {
    if (c.req.method === 'POST') told.note('A browser reported from where it is now.')
    return guard.sessionEvents(c.req.raw, handleOf(c.req.raw))
  })

  app.get('/logon', (c) => c.html(page(title, about, logonForm(choices), '/arrive.js')))
  app.post('/logon', async (c) => {
    const form = await c.req.formData()
    const userId = textOf(form, 'userId')
    if (userId === '') return c.redirect('/logon', 303)
    const credential = crypto.randomUUID()
    const who = { firstName: textOf(form, 'firstName'), lastName: textOf(form, 'lastName') }
    try {
      await guard.register({
        handle: toHandle(credential),
        userId,
        ...who,
        userAgent: c.req.header('user-agent') ?? '',
        ...describe(form, c.req.raw),
      })
    } catch (error) {
      if (!(error instanceof SessionHeld)) throw error
      told.note(`${userId} is kept out.`)
      const until = error.until?.toISOString() ?? 'later'
      const refused = html`<p id="held" role="alert">${userId} is kept out until ${until}. ${error.messageToUser ?? ''}</p>`
      return c.html(page(title, about, [refused, logonForm(choices)], '/arrive.js'), 403)
    }
    setCookie(c, cookie, credential, { httpOnly: true, sameSite: 'Strict', path: '/' })
    told.note(`${userId} logged on.`)
    return c.redirect('/', 303)
  })

  app.use(protect(guard, { handleOf, logonPage: '/logon', commandName: ({ url }) => nameOf(new URL(url).pathname) }))
  app.get('/', (c) => {
    const { userId } = c.get('guarded')
    const who = html`<p>Logged on: <strong id="who">${userId}</strong></p><p id="command" role="status"></p>`
    // Its answer is shown by the script: without that the browser would leave the page for it.
    const command = html`<form method="post" action="/command"><button disabled>Run the ten-second command</button></form>`
    const doings = html`${command} ${button('/logoff', 'Log off')}`
    return c.html(page(title, about, [who, doings, toldList(told.entries())], '/leave.js'), 200, {
      'cache-control': 'no-store',
    })
  })
  app.post('/command', async (c) => {
    const guarded = c.get('guarded')
    told.note(`The ten-second command of ${guarded.userId} runs.`)
    guarded.signal.addEventListener('abort', () => told.note(`A command of ${guarded.userId} was interrupted.`), {
      once: true,
    })
    return c.text(await runTenSeconds(guarded, stepMs))
  })
  app.post('/logoff', async (c) => {
    const { handle, userId } = c.get('guarded')
    deleteCookie(c, cookie)
    await guard.end(handle)
    told.note(`${userId} logged off.`)
    return c.redirect('/logon', 303)
  })
  return app
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** What Curfew knows the session by: never the credential itself. */
const toHandle = (credential: string) => createHash('sha256').update(credential).digest('base64url')

const nameOf = (path: string) => (path === '/command' ? 'the ten-second command' : path)

function logonForm(choices: WebApplication['choices']) {
  return html`<div id="farewell" role="status"></div>
    <form method="post" action="/logon">
      <label>User ID <input name="userId" required autocomplete="username" /></label>
      <label>First name <input name="firstName" /></label>
      <label>Last name <input name="lastName" /></label>
      ${choices ?? ''}
      <button>Log on</button>
    </form>`
}

/** The page behind the guard: runs the command without leaving, and takes its last answer along when it has to go. */
const leave = `import { listenForLogoff } from '/browser.js'
let answer
const form = document.querySelector('form[action="/command"]')
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const place = document.getElementById('command')
  place.textContent = 'The ten-second command runs.'
  answer = fetch('/command', { method: 'POST' }).then(async (response) => {
    const text = response.ok ? await response.text() : (await response.json()).detail
    place.textContent = text
    return text
  })
})
listenForLogoff({ beforeLeaving: async () => answer && sessionStorage.setItem('command', await answer) })
form.querySelector('button').disabled = false
`

const arrive = `import { takeFarewell } from '/browser.js'
const farewell = takeFarewell()
if (farewell) {
  const place = document.getElementById('farewell')
  place.className = 'closed'
  const who = farewell.byYourself ? 'You closed your own session' : 'Your session was closed by an administrator'
  const words = [who + ' at ' + new Date(farewell.at).toLocaleTimeString() + '.', farewell.messageToUser, sessionStorage.getItem('command')]
  place.textContent = words.filter(Boolean).join(' ')
  sessionStorage.removeItem('command')
}
`

/** A file of the guard's browser half, as a page loads it: its types taken out, nothing else. */
async function serveListener(c: Context, name: 'browser.ts' | 'message.ts'): Promise<Response> {
  const file = fileURLToPath(new URL(name, import.meta.resolve('@curfew/guard/browser')))
  return script(c, stripTypeScriptTypes(await readFile(file, 'utf8')))
}

const script = (c: Context, text: string) => c.body(text, 200, { 'content-type': 'text/javascript' })
