import {
  attribute,
  createDisconnector,
  decodePacket,
  encodeAttributes,
  identificationIn,
  openUdpSocket,
  packetCodes,
  type Retransmission,
  signAnswer,
  textOf,
  valueOf,
} from '@curfew/radius'
import type { KeptRadius, Logoff, LogoffChannel, Source } from '@curfew/registry'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createRadiusDisconnectChannel } from './channel.ts'

vi.setConfig({ testTimeout: 60_000 })

const at = new Date('2026-05-04T14:05:00.123Z')
const secret = 'a shared secret'

const radius: KeptRadius = {
  networks: ['127.0.0.1'],
  requiresMessageAuthenticator: false,
  nasKnownBy: 'attributes',
  disconnectPort: 3799,
  disconnectAddress: null,
  identifiedBy: null,
  interimSeconds: 300,
  missedUntilStale: 3,
  endAfterSeconds: 86_400,
  secret,
  secretChangedAt: at,
  former: null,
}

const aSource = (settings: Partial<KeptRadius>): Source => ({
  id: 'vpn-1',
  name: 'vpn-1',
  kinds: ['radius'],
  via: null,
  channel: 'radius-disconnect',
  leaseMs: 0,
  longestLeaseMs: 0,
  disabled: false,
  createdAt: at,
  lastSeenAt: null,
  keys: [],
  radius: { ...radius, ...settings },
  backChannel: null,
  openIdProvider: null,
})

const aLogoff = (sessionId: string): Logoff => ({
  delivery: {
    id: `delivery-of-${sessionId}`,
    closureId: 'closure',
    sessionId,
    channel: 'radius-disconnect',
    recipient: 'vpn-1 nas-a',
    recipientName: 'vpn-1',
    status: 'pending',
    storedAt: at,
    sentAt: null,
    acknowledgedAt: null,
    verifiedAt: null,
    attempts: 0,
    nextAttemptAt: at,
    giveUpAt: at,
    givenUpAt: null,
    cause: '',
    feedPosition: null,
  },
  session: {
    id: sessionId,
    cameBack: null,
    kind: 'radius',
    userId: 'ada',
    firstName: '',
    lastName: '',
    identitySource: '',
    securityDomain: '',
    sourceId: 'vpn-1',
    source: 'vpn-1',
    handle: `${sessionId}@nas-a`,
    via: null,
    clientAddress: '10.7.1.2',
    userAgent: '',
    superAdminCredentials: false,
    status: 'closing',
    loggedOnAt: at,
    lastActivityAt: at,
    idleLimitSeconds: 86_400,
    absoluteLimitSeconds: 31_536_000,
    command: null,
    endedAt: at,
    ending: 'closure',
    closureId: 'closure',
  },
  farewell: { ending: 'closure', at: at.toISOString(), byYourself: false, messageToUser: null },
  receipt: 'receipt-0123456789',
})

/** What a session is named by, with one attribute that a NAS may not want. */
const identification = (sessionId: string) =>
  identificationIn(encodeAttributes([attribute('Acct-Session-Id', sessionId), attribute('User-Name', 'ada')]))

/** A NAS on loopback, which answers each session as it is told to: by an Error-Cause, by an ACK, or not at all. */
async function aNas(answerTo: (sessionId: string) => 'ack' | 'nothing' | number) {
  const asked: { readonly sessionId: string; readonly userName: string | undefined }[] = []
  const socket = await openUdpSocket({
    address: '127.0.0.1',
    port: 0,
    onError: () => {},
    onDatagram(octets, from) {
      const read = decodePacket(octets)
      if (!read.ok) return
      const textIn = (name: 'Acct-Session-Id' | 'User-Name') => {
        const value = valueOf(read.packet.attributes, name)
        return value && textOf(Buffer.from(value))
      }
      const sessionId = textIn('Acct-Session-Id') ?? ''
      asked.push({ sessionId, userName: textIn('User-Name') })
      const answer = answerTo(sessionId)
      if (answer === 'nothing') return
      const draft =
        answer === 'ack'
          ? { code: packetCodes.disconnectAck, attributes: [] }
          : { code: packetCodes.disconnectNak, attributes: [attribute('Error-Cause', answer)] }
      socket.send(signAnswer(draft, read.packet, Buffer.from(secret)), from)
    },
  })
  onTestFinished(() => socket.close())
  return { port: socket.port, asked }
}

function aChannel(
  settings: Partial<KeptRadius>,
  known = (_sessionId: string) => true,
  retransmission: Partial<Retransmission> = {},
): LogoffChannel {
  const disconnector = createDisconnector({
    bind: { ipv4: '127.0.0.1', ipv6: '::1' },
    // Only the mute one waits for so long; the others may be slow, as machines are.
    retransmission: { firstWaitMs: 50, giveUpAfterMs: 4_000, longestWaitMs: 200, maxBusyRetries: 0, ...retransmission },
  })
  onTestFinished(() => disconnector.stop())
  return createRadiusDisconnectChannel({
    disconnector,
    sourceById: async (id) => (id === 'vpn-1' ? aSource(settings) : undefined),
    accountedSession: async (id) =>
      known(id) ? { identification: identification(id), sentFrom: '127.0.0.1', clockOffsetSeconds: 400 } : undefined,
  })
}

test('what a NAS answers is what is reported: agreed, refused in words, to be tried again, or nothing at all', async () => {
  const answers = { agreed: 'ack', unknown: 503, forbidden: 501, busy: 506, stuck: 504, mute: 'nothing' } as const
  const nas = await aNas((id) => Object.entries(answers).find(([name]) => name === id)?.[1] ?? 'nothing')
  const channel = aChannel({ disconnectPort: nas.port })

  const outcomes = await channel.tell(Object.keys(answers).map(aLogoff))

  expect(outcomes).toEqual([
    { to: 'acknowledged' },
    { to: 'refused', cause: expect.stringContaining('Session Context Not Found (503): The NAS does not know') },
    { to: 'refused', cause: expect.stringContaining('Administratively Prohibited (501)') },
    { to: 'refused', cause: expect.stringContaining('Resources Unavailable (506)'), isTransient: true },
    { to: 'refused', cause: expect.stringContaining('knows the session and cannot end it') },
    { to: 'unreachable', cause: expect.stringMatching(/^No answer that counts\..*400 s ahead.*firewall.*secret/) },
  ])
})

test('it is named by what was chosen for its NAS and asked at the address that was set, else where accounting came from', async () => {
  const nas = await aNas(() => 'ack')

  await aChannel({ disconnectPort: nas.port, identifiedBy: ['Acct-Session-Id'] }).tell([aLogoff('fewer')])
  await aChannel({ disconnectPort: nas.port, disconnectAddress: '127.0.0.1' }).tell([aLogoff('usual')])

  expect(nas.asked).toEqual([
    { sessionId: 'fewer', userName: undefined },
    { sessionId: 'usual', userName: 'ada' },
  ])
})

test('a NAS without a disconnect port is named before OK, is never asked, and its delivery is not tried again', async () => {
  const channel = aChannel({ disconnectPort: null })
  const sources = [
    { sourceId: 'vpn-1', source: 'vpn-1', count: 3 },
    { sourceId: 'portal', source: 'portal', count: 1 },
  ]

  expect(await channel.cannotBeTold?.(sources)).toEqual([
    { recipient: 'vpn-1', sessions: 3, cause: expect.stringContaining('cannot be told from here'), since: null },
  ])
  expect(await channel.tell([aLogoff('any')])).toEqual([
    { to: 'unreachable', cause: expect.stringContaining('cannot be told from here'), isFinal: true },
  ])
})

test('who is hurried while a NAS is silent is asked again at once', async () => {
  let isAwake = false
  const nas = await aNas(() => (isAwake ? 'ack' : 'nothing'))
  const channel = aChannel({ disconnectPort: nas.port }, () => true, {
    firstWaitMs: 3_600_000,
    giveUpAfterMs: 7_200_000,
  })
  const telling = channel.tell([aLogoff('asleep')])
  await expect.poll(() => nas.asked.length, { timeout: 10_000 }).toBe(1)

  isAwake = true
  channel.hurry?.(new Set(['delivery-of-asleep']))

  expect(await telling).toEqual([{ to: 'acknowledged' }])
})

test('a session that accounting has forgotten cannot be named, and one of an unknown source cannot be asked for', async () => {
  const forgotten = await aChannel({}, () => false).tell([aLogoff('any')])
  const stranger = { ...aLogoff('any'), session: { ...aLogoff('any').session, sourceId: 'gone' } }

  expect(forgotten).toMatchObject([{ to: 'unreachable', isFinal: true }])
  expect(await aChannel({}).tell([stranger])).toMatchObject([{ to: 'unreachable', isFinal: true }])
})
