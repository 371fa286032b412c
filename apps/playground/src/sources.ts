import { logonAnswer, type NewSourceRequest, sourceKey, sourceList } from '@curfew/contract'

/** Where Curfew is, and a super admin who may register sources. */
export type CurfewAccess = { readonly url: string; readonly userId: string; readonly password: string }

/**
 * A key for each of these sources: a new one is registered, one that is there gets a new key.
 *
 * @throws Error when Curfew does not answer as expected; the message says what to do
 */
export async function takeSourceKeys(
  access: CurfewAccess,
  wanted: readonly NewSourceRequest[],
): Promise<ReadonlyMap<string, string>> {
  const token = await logOn(access)
  const call = caller(access.url, token)
  const { items } = sourceList.parse(await call('GET', '/api/sources'))
  const keys = new Map<string, string>()
  for (const request of wanted) {
    const known = items.find(({ name }) => name === request.name)
    const answer = known
      ? await call('POST', `/api/sources/${known.id}/keys`, { overlapSeconds: 0 })
      : await call('POST', '/api/sources', request)
    keys.set(request.name, sourceKey.parse(answer).key)
  }
  await call('POST', '/api/logoff')
  return keys
}

/** Log on as a program does. @returns the token to send as a bearer */
export async function logOn({ url, userId, password }: CurfewAccess): Promise<string> {
  const answer = logonAnswer.parse(await caller(url)('POST', '/api/logon', { userId, password, kind: 'api' }))
  if (answer.next !== 'done' || !answer.token)
    throw new Error(`${userId} must change the password first: log on to the console once.`)
  return answer.token
}

export function caller(url: string, token?: string) {
  return async (
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    const text = await response.text()
    if (!response.ok) throw new CallRefused(response.status, `${method} ${path}: ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

export class CallRefused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'CallRefused'
    this.status = status
  }
}
