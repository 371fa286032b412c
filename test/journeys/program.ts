import {
  type ClosureView,
  closureView,
  logonAnswer,
  type PlanRequest,
  type Problem,
  planView,
  problem,
  type ReceiptView,
  receiptPage,
  type SessionView,
  sessionPage,
  type TemporaryPassword,
  temporaryPassword,
} from '@curfew/contract'
import { firstAdministrator, type Product } from '../product.ts'

export type Credentials = { readonly userId: string; readonly password: string }

/** A program that is logged on to the API: plain HTTP with a bearer, no cookie, no browser. */
export interface Program {
  readonly token: string
  ask(path: string, init?: RequestInit): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
}

/** @throws Error when the logon is refused */
export async function logOnProgram(
  { url }: Pick<Product, 'url'>,
  who: Credentials = firstAdministrator,
): Promise<Program> {
  const response = await fetch(`${url}/api/logon`, asJson({ ...who, kind: 'api' }))
  const answer = logonAnswer.parse(await expected(response, 200))
  if (answer.next !== 'done' || answer.token === undefined) throw new Error('The logon gave no token')
  return programWith(url, answer.token)
}

/** A program that has its token from elsewhere. */
export function programWith(url: string, token: string): Program {
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(url + path, { ...init, headers })
  }
  return { token, ask, post: (path, body) => ask(path, asJson(body)) }
}

/** All listed sessions that match the query. */
export async function sessionsOf(program: Program, query = ''): Promise<SessionView[]> {
  const found: SessionView[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const path = `/api/sessions?limit=500&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const page = sessionPage.parse(await expected(await program.ask(path), 200))
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}

/** The one open session that matches the query. @throws Error when it is not exactly one */
export async function sessionOf(program: Program, query: string): Promise<SessionView> {
  const found = await sessionsOf(program, query)
  const [session] = found
  if (session === undefined || found.length > 1) throw new Error(`${query} matches ${found.length} sessions, not one`)
  return session
}

/** Plan and close; resolves with the closure as it was answered. */
export async function close(
  program: Program,
  selection: PlanRequest,
  words: { readonly reason?: string; readonly messageToUser?: string; readonly password?: string } = {},
): Promise<ClosureView> {
  const plan = planView.parse(await expected(await program.post('/api/plans', selection), 201))
  const order = { planId: plan.id, reason: 'a journey', ...words }
  return closureView.parse(await expected(await program.post('/api/closures', order), 202))
}

/** The first page of a closure's receipts: who was told, and what has been proved. */
export async function receiptsOf(program: Program, closureId: string): Promise<readonly ReceiptView[]> {
  return receiptPage.parse(await expected(await program.ask(`/api/closures/${closureId}/receipts`), 200)).items
}

/** A new administrator who has chosen a password of their own and is logged off again. */
export async function anAdministrator(
  product: Product,
  wanted: { readonly userId: string; readonly role: 'auditor' | 'operator' | 'super-admin' },
): Promise<Credentials> {
  const { temporaryPassword: begun } = await aBeginner(product, wanted)
  const password = `${wanted.userId} and a lantern in the harbour`
  const logon = await fetch(
    `${product.url}/api/logon`,
    asJson({ userId: wanted.userId, password: begun, kind: 'security-console' }),
  )
  await expected(logon, 200)
  const finished = await fetch(`${product.url}/api/logon/password`, {
    ...asJson({ newPassword: password }),
    headers: { 'content-type': 'application/json', cookie: cookieOf(logon) },
  })
  await expected(finished, 200)
  await fetch(`${product.url}/api/logoff`, { method: 'POST', headers: { cookie: cookieOf(finished) } })
  return { userId: wanted.userId, password }
}

/** A new administrator who has a temporary password and has never logged on. */
export async function aBeginner(
  product: Product,
  wanted: { readonly userId: string; readonly role: 'auditor' | 'operator' | 'super-admin' },
): Promise<TemporaryPassword> {
  const ada = await logOnProgram(product)
  const created = await ada.post('/api/administrators', { firstName: '', lastName: '', ...wanted })
  return temporaryPassword.parse(await expected(created, 201))
}

/** The problem that a refusal is. */
export async function problemOf(response: Response): Promise<Problem> {
  return problem.parse(await response.json())
}

/** The cookie that an answer sets, as the browser would send it back. */
export function cookieOf(response: Response): string {
  const [cookie] = response.headers.getSetCookie()
  if (cookie === undefined) throw new Error('The answer set no cookie')
  return cookie.split(';')[0] ?? ''
}

function asJson(body: unknown): RequestInit & { headers: Record<string, string> } {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function expected(response: Response, status: number): Promise<unknown> {
  if (response.status === status) return response.json()
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
}
