import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aNas, nak } from './a-nas.test-kit.ts'
import type { AccountingEvent } from './accounting-event.ts'
import { createAccountingListener } from './accounting-listener.ts'
import { attribute } from './attribute.ts'
import { packetCodes } from './packet.ts'
import { judgeRequest, signAnswer } from './signature.ts'
import { createSourceTable } from './source-table.ts'
import type { Peer } from './udp-socket.ts'

const isInstalled = spawnSync('radclient', ['-v']).status === 0
if (!isInstalled)
  console.info(
    "radclient is not installed (Debian: freeradius-utils): what FreeRADIUS' client makes of us is not tried.",
  )

const secret = 's3cr3t'

/** What radclient said, and how it ended: 0 when it got an answer that it believes. */
function radclient(to: Peer, kind: 'acct' | 'disconnect' | 'status', attributes: string) {
  return new Promise<{ readonly status: number; readonly said: string }>((resolve) => {
    const where = `${to.address}:${to.port}`
    const options = { timeout: 10_000 }
    const program = execFile(
      'radclient',
      ['-x', '-r', '3', '-t', '2', where, kind, secret],
      options,
      (error, out, err) => {
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), said: out + err })
      },
    )
    program.stdin?.end(attributes)
  })
}

async function aListener(secrets = [Buffer.from(secret)]) {
  const events: AccountingEvent[] = []
  const source = { id: 'vpn', secrets, requiresMessageAuthenticator: false, nasKnownBy: 'attributes' } as const
  const listener = await createAccountingListener({
    sockets: [{ address: '127.0.0.1', port: 0 }],
    sources: createSourceTable([{ network: '127.0.0.1', source }]),
    commit: async (batch) => {
      events.push(...batch)
    },
  })
  onTestFinished(() => listener.stop())
  return { listener, events, address: listener.addresses[0] ?? { address: '127.0.0.1', port: 0 } }
}

describe.skipIf(!isInstalled)("FreeRADIUS' radclient", () => {
  test('sends Start, Interim-Update and Stop, and believes our answers', async () => {
    const { address, events } = await aListener()
    const session = 'User-Name = ada, NAS-Identifier = vpn-2, Acct-Session-Id = "5e2f/1+a=:b"'

    const replies = [
      await radclient(address, 'acct', `${session}, Acct-Status-Type = Start, Framed-IPv6-Address = 2001:db8::6`),
      await radclient(address, 'acct', `${session}, Acct-Status-Type = Interim-Update, Acct-Input-Gigawords = 1`),
      await radclient(address, 'acct', `${session}, Acct-Status-Type = Stop, Acct-Terminate-Cause = Admin-Reset`),
    ]

    expect(replies.map(({ status }) => status)).toEqual([0, 0, 0])
    expect(replies[0]?.said).toMatch(/Received Accounting-Response/)
    expect(events).toMatchObject([
      { kind: 'start', acctSessionId: '5e2f/1+a=:b', facts: { userName: 'ada', framedIpv6Address: '2001:db8::6' } },
      { kind: 'interim-update', counters: { inputOctets: 2 ** 32 } },
      { kind: 'stop', terminateCause: { name: 'Admin-Reset' } },
    ])
  })

  test('signs with Message-Authenticator, relays with Proxy-State, and asks whether we are alive', async () => {
    const { address } = await aListener()
    const start = 'Acct-Session-Id = a, Acct-Status-Type = Start'

    const proved = await radclient(address, 'acct', `${start}, Message-Authenticator = 0x00`)
    const relayed = await radclient(address, 'acct', `${start}, Proxy-State = 0x0102ff`)
    const alive = await radclient(address, 'status', 'Message-Authenticator = 0x00')

    expect([proved, relayed, alive].map(({ status }) => status)).toEqual([0, 0, 0])
    expect(relayed.said).toMatch(/Received Accounting-Response[^]*Proxy-State = 0x0102ff/)
  })

  test('gets no answer with a wrong secret', async () => {
    const { address, listener } = await aListener([Buffer.from('another')])

    const start = 'Acct-Session-Id = a, Acct-Status-Type = Start'
    const { status } = await new Promise<{ readonly status: number }>((resolve) => {
      const where = `${address.address}:${address.port}`
      const program = execFile('radclient', ['-r', '1', '-t', '0.2', where, 'acct', secret], (error) => {
        resolve({ status: error === null ? 0 : 1 })
      })
      program.stdin?.end(start)
    })

    expect(status).toBe(1)
    expect(listener.refusals()).toMatchObject([{ reason: 'wrong-secret', count: 1 }])
  })

  test('sends Disconnect-Requests that we find authentic, and believes an ACK and a NAK that we sign', async () => {
    const requiring = { requiresMessageAuthenticator: true }
    const judged: string[] = []
    const vpn = await aNas((request) => {
      judged.push(judgeRequest(request, Buffer.from(secret), requiring))
      if (judged.length > 1) return nak(request, 503)
      const attributes = [attribute('Event-Timestamp', new Date('2026-03-02T09:00:00.000Z'))]
      const draft = { code: packetCodes.disconnectAck, attributes }
      return signAnswer(draft, request, Buffer.from(secret), { withMessageAuthenticator: true })
    })
    const session = 'Acct-Session-Id = 0000002A, Message-Authenticator = 0x00'

    const agreed = await radclient(vpn, 'disconnect', session)
    const refused = await radclient(vpn, 'disconnect', session)

    expect(judged).toEqual(['authentic', 'authentic'])
    expect(agreed).toMatchObject({ status: 0, said: expect.stringMatching(/Received Disconnect-ACK/) })
    expect(refused.said).toMatch(/Received Disconnect-NAK[^]*Error-Cause = Session-Context-Not-Found/)
  })
})
