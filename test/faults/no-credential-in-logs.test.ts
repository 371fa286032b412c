import { expect, test } from 'vitest'
import { cookieOf, logOnProgram, programWith } from '../journeys/program.ts'
import { firstAdministrator, startProduct } from '../product.ts'
import { holdStream, report } from './told-browser.ts'

const json = { 'content-type': 'application/json' }
const canary = 'canary-of-a-password-7f3e'

test('whatever passes through it, no password, cookie, token, receipt or search gets into its log', async () => {
  await using product = await startProduct({ env: { CURFEW_LOG_LEVEL: 'debug' } })
  const { url } = product
  const secrets: string[] = [firstAdministrator.password, canary]

  const program = await logOnProgram(product)
  const logon = await fetch(`${url}/api/logon`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(firstAdministrator),
  })
  const cookie = cookieOf(logon)
  secrets.push(program.token, cookie.split('=')[1] ?? '')
  const wrong = { userId: canary, password: canary }
  await fetch(`${url}/api/logon`, { method: 'POST', headers: json, body: JSON.stringify(wrong) })
  await fetch(`${url}/api/logon`, { method: 'POST', headers: json, body: `{"password":"${canary}"` })
  await fetch(`${url}/api/setup`, { method: 'POST', headers: json, body: JSON.stringify({ token: canary, ...wrong }) })
  await fetch(`${url}/api/me?token=${canary}`, { headers: { cookie: `curfew=${canary}`, 'x-request-id': canary } })
  await fetch(`${url}/${canary}?${canary}`, { method: 'DELETE', headers: { authorization: `Bearer ${canary}` } })
  await program.ask(`/api/sessions?userId=contains:${canary}&bogus=${canary}`)
  const created = await program.post('/api/administrators', {
    userId: 'zoe',
    firstName: '',
    lastName: '',
    role: 'operator',
  })
  secrets.push((await created.json()).temporaryPassword)

  const stream = await holdStream(url, cookie)
  const me = await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()
  const plan = await (await program.post('/api/plans', { sessionIds: [me.sessionId] })).json()
  await program.post('/api/closures', { planId: plan.id, reason: canary, messageToUser: canary, password: canary })
  const logoff = await stream.ended
  if (logoff === null) throw new Error('The browser was not told')
  await report(url, logoff)
  secrets.push(logoff.receipt)
  await programWith(url, program.token).post('/api/logoff', {})
  await product.stop()

  expect(product.logs()).toContain('"route":"/api/logon"')
  expect(secrets.every((secret) => secret.length > 10)).toBe(true)
  expect(secrets.filter((secret) => product.logs().includes(secret))).toEqual([])
})
