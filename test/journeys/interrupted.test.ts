import { request as ask, type IncomingMessage } from 'node:http'
import { expect } from 'vitest'
import { arrive, atLogonPage, farewell } from './desk.ts'
import { aRecentSession, journeyWith } from './furnished.ts'
import { anAdministrator, close, logOnProgram, type Program, problemOf, sessionOf } from './program.ts'

/** Long user agents: an export of twelve megabytes, which no socket swallows at once. */
const sessions = Array.from({ length: 3_000 }, (_, number) =>
  aRecentSession({ userId: `reader.${number}`, userAgent: `Browser ${'x'.repeat(4_000)}` }),
)
const test = journeyWith(async (store) => {
  for (let begin = 0; begin < sessions.length; begin += 1_000)
    await store.register(sessions.slice(begin, begin + 1_000))
})

test('a program whose session is closed gets the problem with its next call, and the message', async ({ product }) => {
  const ada = await logOnProgram(product)
  const robot = await logOnProgram(product, await anAdministrator(product, { userId: 'robot.next', role: 'operator' }))
  const { id } = await sessionOf(ada, 'userId=equals:robot.next&kind=api')

  await close(ada, { sessionIds: [id] }, { messageToUser: 'Use the new key.' })
  const next = await robot.ask('/api/sessions')

  expect(next.status).toBe(401)
  expect(await problemOf(next)).toMatchObject({
    code: 'session-closed',
    farewell: { ending: 'closure', byYourself: false, messageToUser: 'Use the new key.' },
  })
})

test('the closure of a program is proved by its next call', async ({ product }) => {
  const ada = await logOnProgram(product)
  const robot = await logOnProgram(product, await anAdministrator(product, { userId: 'robot.proof', role: 'operator' }))
  const { id } = await sessionOf(ada, 'userId=equals:robot.proof&kind=api')

  const closure = await close(ada, { sessionIds: [id] })
  await robot.ask('/api/me')

  await expect
    .poll(async () => (await ada.ask(`/api/closures/${closure.id}`)).json())
    .toMatchObject({ deliveries: { total: 1, verified: 1 } })
})

test('a running export of a program ends with the message, is broken off, and never looks whole', async ({
  product,
}) => {
  const ada = await logOnProgram(product)
  const robot = await logOnProgram(product, await anAdministrator(product, { userId: 'robot.export', role: 'auditor' }))
  const { id } = await sessionOf(ada, 'userId=equals:robot.export&kind=api')

  const download = await openExport(product.url, robot)
  // Half a second later the grid names the command: it is still running, because its reader is so slow.
  await expect
    .poll(async () => (await sessionOf(ada, 'userId=equals:robot.export&kind=api')).commandInFlight?.name)
    .toBe('Export sessions')
  await close(ada, { sessionIds: [id] })
  const { text, isWhole } = await download.readToTheEnd()

  expect(isWhole).toBe(false)
  expect(text).toMatch(
    /# session-closed: Your session was closed while Export sessions was running\. It did not finish\.\r\n$/,
  )
  expect(text).not.toContain('# complete')
})

test('an export that is left alone is whole and says so with its last line', async ({ product }) => {
  const ada = await logOnProgram(product)

  const download = await openExport(product.url, ada)
  const { text, isWhole } = await download.readToTheEnd()

  const rows = text.split('\r\n').length - 3
  expect(isWhole).toBe(true)
  expect(text).toMatch(new RegExp(`# complete: ${rows} rows\\r\\n$`))
})

test('an export in a browser that is interrupted saves no file, and the logon page names the command', async ({
  aPerson,
  product,
}) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.export', role: 'operator' })
  const { page, context } = await aPerson()
  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  await arrive(page, grace)
  const line = await context.newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: 200_000,
    uploadThroughput: 200_000,
  })

  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page
    .getByText(/^[\d,]+ of 3,\d+ exported$/)
    .first()
    .waitFor()
  const { id } = await sessionOf(ada, 'userId=equals:grace.export')
  await close(ada, { sessionIds: [id] })
  await atLogonPage(page)

  await expect.poll(() => farewell(page).textContent()).toContain('while Export sessions was running')
  expect(downloads).toEqual([])
})

/** An export over plain HTTP whose reader has not begun to read. */
async function openExport(url: string, program: Program) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${program.token}` }
    ask(`${url}/api/sessions/export`, { headers, agent: false }, resolve).once('error', reject).end()
  })
  return {
    async readToTheEnd() {
      let text = ''
      response.setEncoding('utf8')
      try {
        for await (const chunk of response) text += String(chunk)
      } catch {
        // Broken off: `complete` tells it apart from an end.
      }
      return { text, isWhole: response.complete }
    },
  }
}
