import { expect, test } from 'vitest'
import { readWords } from './words.ts'

test.each([
  ['list', { act: 'list' }],
  ['create zoe --role operator', { act: 'create', userId: 'zoe', role: 'operator', firstName: '', lastName: '' }],
  [
    'create zoe --role auditor --first-name Zoë --last-name Saldaña',
    { act: 'create', userId: 'zoe', role: 'auditor', firstName: 'Zoë', lastName: 'Saldaña' },
  ],
  ['disable Zoe', { act: 'disable', userId: 'Zoe' }],
  ['enable Zoe', { act: 'enable', userId: 'Zoe' }],
  ['reset-password zoe', { act: 'reset-password', userId: 'zoe' }],
  ['set-role zoe super-admin', { act: 'set-role', userId: 'zoe', role: 'super-admin' }],
  ['list-sources', { act: 'list-sources' }],
  [
    'create-source portal --kinds self-service-console,operations-console',
    {
      act: 'create-source',
      name: 'portal',
      kinds: ['self-service-console', 'operations-console'],
      via: null,
      toldBy: 'guard-feed',
      leaseMs: 5_000,
    },
  ],
  [
    'create-source tier --kinds self-service-console --via web-tier --told-by none --lease-ms 1000',
    {
      act: 'create-source',
      name: 'tier',
      kinds: ['self-service-console'],
      via: 'web-tier',
      toldBy: 'none',
      leaseMs: 1_000,
    },
  ],
  [
    'create-nas vpn-1 --networks 10.1.2.3,10.2.0.0/16 --disconnect-port none --interim 600 --end-after none --identified-by User-Name',
    {
      act: 'create-nas',
      name: 'vpn-1',
      radius: {
        networks: ['10.1.2.3', '10.2.0.0/16'],
        requiresMessageAuthenticator: false,
        nasKnownBy: 'attributes',
        disconnectPort: null,
        disconnectAddress: null,
        identifiedBy: ['User-Name'],
        interimSeconds: 600,
        missedUntilStale: 3,
        endAfterSeconds: null,
      },
    },
  ],
  ['rotate-source-key portal', { act: 'rotate-source-key', name: 'portal', overlapSeconds: 86_400 }],
  ['rotate-source-key portal --overlap 0', { act: 'rotate-source-key', name: 'portal', overlapSeconds: 0 }],
  ['disable-source portal', { act: 'disable-source', name: 'portal' }],
  ['list-holds', { act: 'list-holds' }],
  ['lift-hold Ada', { act: 'lift-hold', whom: 'Ada' }],
  ['lift-hold 192.0.2.0/24', { act: 'lift-hold', whom: '192.0.2.0/24' }],
  ['enable-source portal', { act: 'enable-source', name: 'portal' }],
  ['list-webhooks', { act: 'list-webhooks' }],
  ['disable-webhook desk', { act: 'disable-webhook', name: 'desk' }],
  ['list-signals', { act: 'list-signals' }],
  ['distrust-transmitter idp', { act: 'distrust-transmitter', name: 'idp' }],
])('"%s" is understood', (words, order) => {
  expect(readWords(words.split(' '))).toEqual({ kind: 'order', order, isDemo: false })
})

test('--demo means the data directory of the demo', () => {
  expect(readWords(['list', '--demo'])).toMatchObject({ isDemo: true })
})

test.each([[[]], [['--help']], [['help']], [['create', '-h']]])('%j asks for help', (words) => {
  expect(readWords(words)).toEqual({ kind: 'help' })
})

test.each([
  ['remove zoe', '"remove" is none of'],
  ['create', 'create needs a user ID'],
  ['create zoe', 'create needs a role: auditor, operator, super-admin'],
  ['set-role zoe root', 'set-role needs a role'],
  ['disable zoe ada bob', '"bob" is one word too many'],
  ['disable zoe --role auditor', 'does not take these words'],
  ['list --loud', 'loud'],
  ['create-source', 'create-source needs a name'],
  ['create-nas vpn-1', 'create-nas needs --networks'],
  ['create-nas vpn-1 --networks vpn.example.org', 'does not take these words'],
  ['create-nas vpn-1 --networks 10.1.2.3 --secret-file /no/such/file', 'The file /no/such/file cannot be read'],
  ['create-nas vpn-1 --networks 10.1.2.3 --secret written-here', 'secret'],
  ['create-source portal', 'create-source needs --kinds, of self-service-console'],
  ['create-source portal --kinds emperor', 'create-source needs --kinds'],
  ['create-source portal --kinds radius --lease-ms soon', 'does not take these words'],
  ['rotate-source-key portal --overlap never', 'does not take these words'],
  ['disable-source portal --role auditor', 'does not take these words'],
  ['lift-hold', 'lift-hold needs a user ID or an address'],
  ['list-holds --role auditor', 'does not take these words'],
  ['distrust-transmitter', 'distrust-transmitter needs a name'],
  ['disable zoe --kinds radius', 'does not take these words'],
])('"%s" is answered with what is wrong with it', (words, why) => {
  const read = readWords(words.split(' '))

  expect(read.kind).toBe('not-understood')
  expect(read.kind === 'not-understood' && read.why).toContain(why)
})

test('a relying party is registered and changed with words for its settings, and keys are rotated', () => {
  const words = ['shop', '--uri', 'https://rp.example/logout', '--audience', 'a', '--issuer', 'https://op.example']
  const created = readWords(['create-source', ...words, '--kinds', 'self-service-console', '--told-by', 'back-channel'])
  const backChannel = { uri: 'https://rp.example/logout', audience: 'a', issuer: 'https://op.example' }

  expect(created).toMatchObject({ kind: 'order', order: { toldBy: 'back-channel', backChannel } })
  expect(readWords(['change-back-channel', 'shop', '--honours-sub', '--algorithm', 'EdDSA'])).toMatchObject({
    order: { act: 'change-back-channel', name: 'shop', backChannel: { honoursSub: true, algorithm: 'EdDSA' } },
  })
  expect(readWords(['rotate-signing-keys', '--overlap', '0'])).toMatchObject({
    order: { act: 'rotate-signing-keys', overlapSeconds: 0 },
  })
  expect(readWords(['change-back-channel', 'shop', '--algorithm', 'none'])).toMatchObject({ kind: 'not-understood' })
})

test('the secret of a NAS comes from a file, without the end of its line', () => {
  const words = ['create-nas', 'vpn-1', '--networks', '10.1.2.3', '--secret-file', 'vpn-1.secret']

  const read = readWords(words, (file) => (file === 'vpn-1.secret' ? ' a secret of ours \n' : ''))

  expect(read).toMatchObject({ order: { radius: { secret: ' a secret of ours ' } } })
})
