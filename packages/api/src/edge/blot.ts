import type { Context, Env } from 'hono'

/** Any request; its body may have been read as JSON. */
type Asked = Context<Env, string, { out: { json: unknown } }>

const secretFields = ['password', 'newPassword', 'currentPassword', 'token', 'receipt']
const leastLength = 4

/** Credentials of any request, and password hashes as the PHC string format writes them. */
const looksSecret = /curfew_[ac]_[\w-]+|cf[ks]_[\w-]+|\$[a-z][\w-]*\$[^\s"']+/g

/** The text with every credential of this request painted over: cookies, the bearer, passwords and tokens of the body. */
export function blotted(c: Asked, text: string): string {
  return secretsOf(c).reduce((clean, secret) => clean.replaceAll(secret, '█'), text.replace(looksSecret, '█'))
}

function secretsOf(c: Asked): string[] {
  const authorization = (c.req.header('authorization') ?? '').replace(/^\w+ /, '')
  const cookies = (c.req.header('cookie') ?? '')
    .split(';')
    .map((cookie) => cookie.slice(cookie.indexOf('=') + 1).trim())
  const body: unknown = c.req.valid('json')
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const given = fields.flatMap(([name, value]) =>
    secretFields.includes(name) && typeof value === 'string' ? [value] : [],
  )
  // Shorter ones would blot out half of the message and are no secrets.
  return [authorization, ...cookies, ...given].filter((secret) => secret.length >= leastLength)
}
