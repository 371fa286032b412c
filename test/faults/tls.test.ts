import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, constants } from 'node:http2'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { aCertificate } from '../../apps/bff/src/serving/certificate.test-kit.ts'
import { firstAdministrator, startProduct } from '../product.ts'

test('over TLS the product speaks HTTP/2 and HTTP/1.1, guards its cookie, tells a held stream, and stops with it open', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'curfew-tls-'))
  const { cert, key } = aCertificate()
  const [CURFEW_TLS_CERT, CURFEW_TLS_KEY] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  await Promise.all([writeFile(CURFEW_TLS_CERT, cert), writeFile(CURFEW_TLS_KEY, key)])
  await using product = await startProduct({ env: { CURFEW_TLS_CERT, CURFEW_TLS_KEY } })
  const session = connect(product.url, { ca: cert })
  const ask = async (path: string, headers: Record<string, string> = {}, body?: unknown) => {
    const stream = session.request({ ':path': path, ':method': body === undefined ? 'GET' : 'POST', ...headers })
    stream.end(body === undefined ? undefined : JSON.stringify(body))
    const [answer] = await once(stream, 'response')
    return { answer, stream }
  }

  const logon = await ask('/api/logon', { 'content-type': 'application/json', origin: product.url }, firstAdministrator)
  const setCookie = String(logon.answer['set-cookie'])
  logon.stream.resume()
  const [cookie = ''] = setCookie.split(';')
  const watching = await ask('/api/events', { cookie })
  const logoff = await ask('/api/logoff', { cookie, origin: product.url, 'content-type': 'application/json' }, {})
  logoff.stream.resume()
  const seen = await text(watching.stream)
  const page = await ask('/')
  const old = request(product.url, { ca: cert, agent: false }).end()
  const [overHttp1] = await once(old, 'response')
  overHttp1.resume()

  expect(product.url).toMatch(/^https:/)
  expect(setCookie).toMatch(/^__Host-curfew=.*; Secure/)
  expect(setCookie).toContain('HttpOnly')
  expect(setCookie).toContain('SameSite=Strict')
  expect(watching.answer[constants.HTTP2_HEADER_STATUS]).toBe(200)
  expect(seen).toContain('event: logoff')
  expect(logoff.answer[':status']).toBe(204)
  expect(page.answer['strict-transport-security']).toContain('max-age=')
  expect(page.answer['content-security-policy']).toContain("script-src 'self'")
  expect(overHttp1.httpVersion).toBe('1.1')
  page.stream.resume()
  session.on('error', () => {})
  expect(await product.stop()).toBe(0)
  await rm(directory, { recursive: true })
})
