import { expect, test, vi } from 'vitest'
import { aNas } from './a-nas.test-kit.ts'
import { usualKnobs } from './knobs.ts'
import { createNasPage } from './nas-page.ts'

async function aPage() {
  const house = await aNas()
  const app = createNasPage({ title: 'VPN gateway', about: 'A NAS.', nas: house.nas })
  const post = (path: string, fields: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  const read = async () => (await app.request('/')).text()
  return { ...house, app, post, read }
}

test('users log on and off on the page of a NAS, and accounting hears of it', async () => {
  const { nas, post, read, events } = await aPage()

  expect(await read()).toContain('Nobody.')
  expect((await post('/logon', { userName: ' <ada> ' })).status).toBe(303)
  expect(await read()).toContain('aria-label="Log &lt;ada&gt; off"')
  const [session = ''] = nas.sessions.keys()
  await post('/logoff', { session })

  await vi.waitFor(() => expect(events.map(({ kind }) => kind).sort()).toEqual(['start', 'stop']))
  expect(await read()).toContain('Nobody.')
})

test('knobs are turned on the page; what makes no sense turns nothing', async () => {
  const { nas, post, read } = await aPage()

  await post('/knobs', { behaviour: 'refuses', errorCause: '501', interimSeconds: '0', wrongSecret: 'on' })
  expect(nas.knobs).toMatchObject({ behaviour: 'refuses', errorCause: 501, interimSeconds: 0, wrongSecret: true })
  expect(await read()).toContain('<option value="refuses" selected>')

  await post('/knobs', { behaviour: 'toString', errorCause: '-1', lateSeconds: 'soon', interimSeconds: '1e99' })
  expect(nas.knobs).toEqual({ ...usualKnobs, behaviour: 'refuses', errorCause: 501, interimSeconds: 0 })
})

test('a program reads who is on and what the NAS was told as JSON', async () => {
  const { app, post, nas } = await aPage()

  await post('/logon', { userName: 'ada' })
  await post('/logon', { userName: ' ' })
  await post('/restart')
  await post('/logon', { userName: 'grace' })
  await post('/interim')

  expect(await (await app.request('/state')).json()).toMatchObject({
    sessions: [{ userName: 'grace', acctSessionId: [...nas.sessions.keys()][0] }],
    knobs: { behaviour: 'ends' },
    told: [{ what: 'grace logged on.' }, { what: 'Restarted: everybody is off.' }, { what: 'ada logged on.' }],
  })
})
