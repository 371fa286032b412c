import { expect, test, vi } from 'vitest'
import { aCurfew, type Curfew, codeOf } from '../api.test-kit.ts'

const farewell = { ending: 'closure' as const, at: '2026-05-04T08:00:00.000Z', byYourself: false, messageToUser: null }

async function exported(curfew: Curfew, query = '') {
  const { ask } = await curfew.browser()
  const response = await ask('GET', `/api/sessions/export?${query}`)
  return { response, bytes: new Uint8Array(await response.clone().arrayBuffer()), text: await response.text() }
}

test('an export is CSV in UTF-8 without a mark, with a line for each session and a last line that counts them', async () => {
  const curfew = aCurfew()
  await curfew.register(
    { userId: 'grace', lastName: 'Hopper', firstName: 'Grace' },
    { userId: 'zoë', firstName: '朱美' },
  )

  const { response, bytes, text } = await exported(curfew, 'sort=userId&kind=self-service-console')

  expect(response.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="sessions.csv"')
  expect(response.headers.get('x-total-count')).toBe('2')
  expect(bytes[0]).toBe('i'.charCodeAt(0))
  const lines = text.split('\r\n')
  expect(lines[0]).toMatch(/^id,kind,userId,lastName,firstName,status,/)
  expect(lines[1]).toContain(',self-service-console,grace,Hopper,Grace,active,')
  expect(lines[2]).toContain('zoë,')
  expect(lines[2]).toContain('朱美')
  expect(lines.slice(3)).toEqual(['# complete: 2 rows', ''])
})

test('it carries the same search and order as the page, and no session that is not listed', async () => {
  const curfew = aCurfew()
  await curfew.register({ userId: 'b' }, { userId: 'a' }, { userId: 'c', kind: 'authentication-agent' })

  const { text } = await exported(curfew, 'kind=self-service-console&sort=-userId')

  const users = text.split('\r\n').map((line) => line.split(',')[2])
  expect(users.slice(1, 3)).toEqual(['b', 'a'])
  expect(text).toContain('# complete: 2 rows')
})

test('a name that a spreadsheet would calculate is text, and quotes and line breaks stay in their cell', async () => {
  const curfew = aCurfew()
  await curfew.register({ userId: '=cmd()', firstName: '+1', lastName: '-2', userAgent: '@x "quoted", and\nbroken' })

  const { text } = await exported(curfew, 'kind=self-service-console')

  expect(text).toContain(",'=cmd(),'-2,'+1,")
  expect(text).toContain(`,"'@x ""quoted"", and\nbroken",\r\n`)
})

test('a session that is closed midway gets a last line that says so, and a file that is broken off', async () => {
  const curfew = aCurfew()
  await curfew.register(...Array.from({ length: 2_500 }, () => ({})))
  const { ask, sessionId } = await curfew.browser()
  const response = await ask('GET', '/api/sessions/export')
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  const read = async () => {
    const chunk = await reader?.read()
    text += decoder.decode(chunk?.value)
    return chunk?.done
  }
  await read()
  await read()

  curfew.ports.commands.abort([sessionId], farewell)
  const rest = (async () => {
    while (!(await read()));
  })()

  await expect(rest).rejects.toThrow()
  expect(response.headers.get('x-total-count')).toBe('2501')
  expect(text).toMatch(
    /\r\n# session-closed: Your session was closed while Export sessions was running\. It did not finish\.\r\n$/,
  )
  expect(text).not.toContain('# complete')
})

test('it runs as a command of its session, which is what the grid shows', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const run = vi.spyOn(curfew.ports.commands, 'run')

  await (await ask('GET', '/api/sessions/export')).text()

  expect(run.mock.calls.map(([session, name]) => [session.userId, name])).toEqual([['ada', 'Export sessions']])
})

test('a query that cannot be read is a problem before the first byte', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()

  expect(await codeOf(await ask('GET', '/api/sessions/export?limit=10'))).toBe('invalid-request')
})
