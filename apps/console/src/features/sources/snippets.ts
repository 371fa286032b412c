import type { SessionKind } from '@curfew/contract'

export const guardPackage = '@curfew/guard'
export const guardReadme = 'README'
export const httpPage = 'docs/connect/http.md'
/** What the call of `curlLine` is answered when the key is good. */
export const curlAnswer = '{"active":false}'
/** What the application's pages call (`@curfew/guard/browser`). */
export const browserCall = "listenForLogoff({ logonPage: '/logon' })"

/** The remarks in the snippet, in the reader's language. */
export type SnippetNotes = {
  readonly register: string
  readonly protect: string
  readonly events: (call: string) => string
  readonly end: string
}

/**
 * Ten lines that connect an application on Hono, to be put into it.
 *
 * @param url where its guard finds Curfew
 * @param kind of the sessions that it registers
 */
export function guardSnippet(url: string, kind: SessionKind, notes: SnippetNotes): string {
  return `import { createGuard, protect } from '${guardPackage}'
const guard = createGuard({ url: '${url}', key: process.env.CURFEW_KEY })
// ${notes.register}
await guard.register({ handle, kind: '${kind}', userId, clientAddress })
// ${notes.events(browserCall)}
app.all('/session-events', (c) => guard.sessionEvents(c.req.raw, handleOf(c.req.raw)))
// ${notes.protect}
app.use(protect(guard, { handleOf, logonPage: '/logon' }))
// ${notes.end}
await guard.end(handle)`
}

/** Ask about a session that does not exist (RFC 7662): it changes nothing, and shows whether the key is good. */
export function curlLine(url: string): string {
  return `curl -sS --fail-with-body ${url}/source/introspect -H "Authorization: Bearer $CURFEW_KEY" -d handle=nobody`
}
