import { registerResults, sourceKey, webhookSecret } from '@curfew/contract'
import { expect, test } from 'vitest'
import { createWebhookSink } from '../../apps/playground/src/webhook-sink.ts'
import { logOnProgram } from '../journeys/program.ts'
import { portOf } from '../port-of.ts'
import { startProduct } from '../product.ts'

const rounds = 4
const sessionsEach = 40

test('whenever the process is killed, a webhook hears of every session that opened and closed, rightly signed, under one id for each event', {
  timeout: 180_000,
}, async () => {
  const sink = createWebhookSink()
  await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve))
  await using product = await startProduct()
  const ada = await logOnProgram(product)
  const { key } = sourceKey.parse(
    await (await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'], toldBy: 'none' })).json(),
  )
  const types = ['session.opened', 'session.closed']
  const url = `http://127.0.0.1:${portOf(sink.server)}/in`
  const created = await ada.post('/api/webhooks', { name: 'sink', url, types, allowPrivate: true })
  const { webhook, secret } = webhookSecret.parse(await created.json())
  sink.trust(secret)
  const call = async (path: string, sessions: readonly object[]) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${product.url}${path}`, { method: 'POST', headers, body: JSON.stringify({ sessions }) })
    return answer.json()
  }
  const expected = new Set<string>()

  for (let round = 0; round < rounds; round += 1) {
    // A sink that is down for a while makes the killed process leave more behind.
    sink.behave(round === rounds - 2 ? 'down' : 'takes')
    const handles = Array.from({ length: sessionsEach }, (_, turn) => `h-${round}-${turn}`)
    const registered = registerResults.parse(
      await call(
        '/source/sessions',
        handles.map((handle) => ({ handle, kind: 'self-service-console', userId: handle })),
      ),
    )
    await call(
      '/source/sessions/end',
      handles.map((handle) => ({ handle })),
    )
    for (const { sessionId } of registered.results) for (const type of types) expected.add(`${type} ${sessionId}`)
    await new Promise((resolve) => setTimeout(resolve, round * 60))
    await product.crash()
    await product.restart()
  }
  // It was taken for dead: an administrator who has seen to it does not wait for the next try.
  await ada.post(`/api/webhooks/${webhook.id}/retry`, {})

  const heard = () => sink.heard().filter(({ isGenuine }) => isGenuine)
  const told = () => new Set(heard().map(({ type, body }) => `${type} ${sessionIn(body)}`))
  await expect.poll(() => Array.from(expected.difference(told())), { timeout: 90_000 }).toEqual([])
  expect(told().difference(expected)).toEqual(new Set())
  expect(sink.heard().every(({ isGenuine }) => isGenuine)).toBe(true)
  // What comes again comes under the id that it had, so that a receiver can tell.
  expect(new Set(heard().map(({ id }) => id)).size).toBe(expected.size)
  sink.server.closeAllConnections()
  sink.server.close()
})

function sessionIn(body: string): string {
  return (JSON.parse(body) as { data: { sessionId: string } }).data.sessionId
}
