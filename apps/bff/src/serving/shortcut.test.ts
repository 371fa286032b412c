import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import type { DirectRequest } from '@curfew/api'
import { afterEach, expect, test } from 'vitest'
import { listen } from './listen.ts'
import { sourceShortcut } from './shortcut.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

/** A server with the shortcut in front of an echo; what it was asked directly. */
async function aServer(answer: 'answers' | 'leaves it' = 'answers') {
  const asked: DirectRequest[] = []
  const shortcut = sourceShortcut(
    async (direct) => {
      asked.push(direct)
      return answer === 'answers'
        ? { headers: { 'X-Direct': 'yes', 'X-Asked': direct.body }, body: '{"active":true}' }
        : null
    },
    () => '192.0.2.1',
  )
  const server = createServer((incoming, outgoing) => {
    shortcut(incoming, outgoing, () => {
      const raw: unknown = Reflect.get(incoming, 'rawBody')
      outgoing.end(`otherwise: ${raw instanceof Buffer ? raw.toString() : 'unread'}`)
    })
  })
  const port = await listen(server, '127.0.0.1', 0)
  endings.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const post = async (body: string | Buffer, { path = '/source/introspect', headers = {} } = {}) => {
    const length = 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request({ port, method: 'POST', path, headers: { ...length, ...headers } })
    sent.end(body)
    const [response] = await once(sent, 'response')
    let text = ''
    for await (const chunk of response) text += String(chunk)
    return { status: response.statusCode, headers: response.headers, text }
  }
  return { asked, post, port }
}

test('an introspection is answered without the adapter, with its length', async () => {
  const { post, asked } = await aServer()

  const { status, headers, text } = await post('handle=one', { headers: { 'x-some': 'thing' } })

  expect([status, headers['x-direct'], headers['content-length'], text]).toEqual([200, 'yes', '15', '{"active":true}'])
  expect(
    asked.map(({ body, clientAddress, header }) => [body, clientAddress, header('x-some'), header('x-none')]),
  ).toEqual([['handle=one', '192.0.2.1', 'thing', undefined]])
})

test('so is the report of a guard', async () => {
  const { post, asked } = await aServer()

  const { headers } = await post('{"guard":"guard-one","position":0}', { path: '/source/acks' })

  expect(headers['x-direct']).toBe('yes')
  expect(asked.map(({ path }) => path)).toEqual(['/source/acks'])
})

test('of many at once each has its own answer, those of one connection in their order, and who has gone harms nobody', async () => {
  const { post, port } = await aServer()
  const gone = connect(port, '127.0.0.1')
  gone.write(inOnePiece('gone'), () => gone.destroy())
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (part) => (text += part))
  const names = Array.from({ length: 20 }, (_, index) => `handle=${index}`)

  socket.write(names.map(inOnePiece).join(''))
  const answers = await Promise.all(names.map((name) => post(name)))

  expect(answers.map(({ headers }) => headers['x-asked'])).toEqual(names)
  await expect.poll(() => text.split('HTTP/1.1 200').length).toBe(names.length + 1)
  expect(Array.from(text.matchAll(/X-Asked: (\S+)/g), ([, asked]) => asked)).toEqual(names)
  socket.destroy()
})

const inOnePiece = (body: string) =>
  `POST /source/introspect HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`

test('what it leaves goes on with the body that was read', async () => {
  const { post } = await aServer('leaves it')

  expect((await post('handle=one')).text).toBe('otherwise: handle=one')
})

test.each([
  ['another address', 'handle=one', { path: '/source/introspect?x=1' }],
  ['a long body', `handle=${'x'.repeat(5_000)}`, {}],
  ['a body without a length', 'handle=one', { headers: { 'transfer-encoding': 'chunked' } }],
])('%s is none of its business', async (_, body, more) => {
  const { post, asked } = await aServer()

  expect((await post(body, more)).text).toBe('otherwise: unread')
  expect(asked).toEqual([])
})

test('a body that is no ASCII is left as it came', async () => {
  const { post, asked } = await aServer()

  expect((await post('handle=ä')).text).toBe('otherwise: handle=ä')
  expect(asked).toEqual([])
})

test('a body that comes in pieces is one, and one that never ends harms nobody', async () => {
  const { post, asked, port } = await aServer()
  const socket = connect(port, '127.0.0.1')
  endings.push(() => socket.destroy())
  socket.write('POST /source/introspect HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhand')
  const stuck = connect(port, '127.0.0.1')
  stuck.write('POST /source/introspect HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhand')
  await post('handle=two')
  stuck.destroy()
  socket.write('le=one')
  const [bytes] = await once(socket, 'data')

  expect(String(bytes)).toContain('HTTP/1.1 200')
  expect(asked.map(({ body }) => body)).toEqual(['handle=two', 'handle=one'])
})
