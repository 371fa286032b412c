import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Attribute, attribute, decodePacket, packetCodes, signRequest } from '@curfew/radius'
import { expect, onTestFinished, test, vi } from 'vitest'
import { aProgram, startHere } from '../../curfew.test-kit.ts'

// A whole Curfew is started, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const secret = 'the shared secret'

async function aFreePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/** A NAS on loopback. `tell` resolves with true when it got an answer that it believes, false when it got none. */
function aNas(port: number, signedWith = secret, address = '127.0.0.1') {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  onTestFinished(() => void socket.close())
  let identifier = 0
  return async (status: number, attributes: readonly Attribute[], waitMs = 10_000) => {
    identifier += 1
    const all = [attribute('Acct-Status-Type', status), ...attributes]
    const octets = signRequest(
      { code: packetCodes.accountingRequest, identifier, attributes: all },
      Buffer.from(signedWith),
    )
    const request = decodePacket(octets)
    socket.send(octets, port, address)
    const answered = once(socket, 'message', { signal: AbortSignal.timeout(waitMs) })
    const answer = await answered.then(([message]: Buffer[]) => message && decodePacket(message)).catch(() => undefined)
    if (!answer?.ok || !request.ok) return false
    const asked = { packet: request.packet, secret: Buffer.from(signedWith) }
    return answer.packet.identifier === asked.packet.identifier && answer.packet.code === 5
  }
}

test('what a registered NAS tells is in the grid when it is answered, and ends by its word or its restart', async () => {
  const port = await aFreePort()
  await using curfew = await startHere({ CURFEW_RADIUS_ACCOUNTING_PORT: String(port) })
  const ada = await aProgram(curfew.address)
  const strange = 'a/b+c=:d@e'
  const session = (id: string, user: string) => [
    attribute('NAS-Identifier', 'vpn-1'),
    attribute('Acct-Session-Id', id),
    attribute('User-Name', user),
    attribute('Calling-Station-Id', '203.0.113.9'),
  ]
  const tell = aNas(port)
  const grid = async () => (await ada.get('/api/sessions?kind=radius')).items as { id: string; userId: string }[]
  const users = async () => (await grid()).map(({ userId }) => userId).sort()

  const unknown = await tell(1, session('early', 'nobody'), 500)
  await ada.post('/api/nases', { name: 'vpn', radius: { networks: ['127.0.0.1', '::1'], secret } })
  const wrong = await aNas(port, 'another secret')(1, session('forged', 'mallory'), 500)
  const answers = [
    await tell(1, session(strange, 'grace')),
    await tell(3, [...session(strange, 'grace'), attribute('Acct-Input-Gigawords', 1)]),
    await tell(1, session('two', 'edith')),
    await tell(2, session('late', 'joan')),
    await tell(1, session('late', 'joan')),
  ]
  const during = await users()
  const packets = await ada.get('/api/accounting')
  const [graces] = (await grid()).filter(({ userId }) => userId === 'grace')
  const detail = await ada.get(`/api/sessions/${graces?.id}`)
  await tell(2, [...session(strange, 'grace'), attribute('Acct-Terminate-Cause', 6)])
  const afterStop = await users()
  await new Promise((resolve) => setTimeout(resolve, 5))
  const overIpv6 = await aNas(port, secret, '::1')(1, [...session('six', 'sophie'), attribute('NAS-Identifier', 'ap')])
  await tell(7, [attribute('NAS-Identifier', 'vpn-1')])

  expect([unknown, wrong]).toEqual([false, false])
  expect(answers).toEqual([true, true, true, true, true])
  expect(during).toEqual(['edith', 'grace'])
  expect(packets).toMatchObject({
    listensOn: [{ port }, { address: '::1', port }],
    received: 7,
    answered: 5,
    refusals: [
      { address: '127.0.0.1', reason: 'wrong-secret', count: 1, nas: { name: 'vpn' } },
      { address: '127.0.0.1', reason: 'unknown-nas', count: 1, nas: { name: 'vpn' } },
    ],
  })
  expect(detail).toMatchObject({
    session: { source: 'vpn', clientAddress: '203.0.113.9', absoluteLimitSeconds: null },
    radius: { nas: 'vpn-1', acctSessionId: strange, inputOctets: 2 ** 32, end: null },
  })
  expect((await ada.get(`/api/sessions/${graces?.id}`)).radius.end).toMatchObject({
    by: 'stop',
    terminateCause: { name: 'Admin-Reset' },
  })
  expect(afterStop).toEqual(['edith'])
  expect(overIpv6).toBe(true)
  await expect.poll(users, { timeout: 20_000 }).not.toContain('edith')
})
