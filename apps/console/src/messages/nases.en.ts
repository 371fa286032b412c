import type { AccountingRefusal, RadiusView } from '@curfew/contract'
import type { Formats } from './formats.ts'

/** Texts of NASes: their forms, their facts, and what comes from addresses that are none. */
export const nases = ({ plural, list, number }: Formats) => ({
  create: 'New NAS',
  createTitle: 'New NAS',
  createText: 'A VPN gateway, an access point or a switch that sends RADIUS accounting, or a relay in front of some.',
  networks: 'Its accounting comes from',
  networksHint: 'Addresses, or networks as 10.1.0.0/24, IPv4 and IPv6; one on each line.',
  networksWrong: (which: readonly string[]) =>
    which.length === 0
      ? 'Give 1 to 64 addresses or networks.'
      : plural(which.length, {
          one: `${list(which)} is neither an address nor a network.`,
          other: `${list(which)} are neither addresses nor networks.`,
        }),
  secret: 'Shared secret',
  newSecret: 'New shared secret',
  secretHint: 'The same as on the NAS. It is kept to sign with and never shown again.',
  secretWrong: 'Give 8 to 128 characters. RFC 2865 asks for at least 16 that cannot be guessed.',
  makeSecret: 'Make one',
  showSecret: 'Show it',
  coverSecret: 'Hide it',
  port: 'Disconnect port',
  portHint: 'Usually 3799; Cisco 1700.',
  portEmpty: 'Empty: it cannot be told from here, and the question before OK says so.',
  portWrong: 'Give a port from 1 to 65535, or nothing.',
  address: 'Disconnect address',
  addressHint: 'Empty: where its accounting comes from.',
  addressWrong: 'Give an IPv4 or IPv6 address, or nothing.',

  more: 'Accounting and attributes',
  interim: 'Interim-Updates every',
  interimWrong: 'Give at least 30 s, as 90 s, 5 min or 1 h, or nothing.',
  missed: 'Missed until stale',
  missedWrong: 'Give 1 to 100.',
  endAfter: 'Silent until ended',
  endAfterWrong: 'Give at least 1 min, as 30 min, 12 h or 1 d, or nothing.',
  silenceMeans: (stale: string, ended: string) =>
    ended === ''
      ? `A session without a word for ${stale} is shown as stale, and never ended for that.`
      : `A session without a word for ${stale} is shown as stale, and ended after ${ended}.`,
  silenceMeansNothing: 'It sends no Interim-Updates, so its silence means nothing: no session of it gets stale.',
  knownBy: 'Several NASes behind it are told apart by',
  knownByChoices: {
    attributes: {
      label: 'what they call themselves',
      detail: 'NAS-Identifier or NAS-IP-Address: also behind a relay.',
    },
    address: {
      label: 'where their packets come from',
      detail: 'For NASes that all call themselves the same.',
    },
  } satisfies Record<RadiusView['nasKnownBy'], { label: string; detail: string }>,
  requiresMa: 'Message-Authenticator required',
  requiresMaDetail: 'Packets without one are refused, both ways. One that is there is always checked.',
  identifiedBy: 'Sessions are named to it with',
  identifiedByChoices: {
    usual: { label: 'the usual attributes, as it gave them', detail: 'What RFC 5176 lists; most NASes take it.' },
    chosen: {
      label: 'only those chosen here',
      detail: 'For a NAS that answers Unsupported Attribute (401), or misses one (402).',
    },
  },
  attributes: 'Attributes, as far as it gave them',
  attributesWrong: 'Choose at least one attribute.',

  changeSecret: 'Change secret',
  secretTitle: (name: string) => `Change the secret of ${name}`,
  secretText:
    'Accounting may come with the present secret for another 24 hours. Disconnect-Requests are signed with the new one at once, so give it to the NAS soon.',
  secretSubmit: 'Change secret',
  secretChanged: (name: string) => `The secret of ${name} is changed.`,
  created: (name: string) => `${name} is registered. Give it the same secret, and let it send its accounting here.`,

  facts: {
    networks: 'Its accounting comes from',
    told: 'Told by',
    identifiedBy: 'Sessions are named with',
    interim: 'Interim-Updates',
    knownBy: 'NASes told apart by',
    ma: 'Message-Authenticator',
    secret: 'Secret',
  },
  toldBy: (port: number) => `Disconnect-Request to port ${port}`,
  toldAt: (address: string | null) =>
    address === null ? 'at the address that its accounting comes from' : `at ${address}`,
  untoldNote: 'it has no disconnect port; its sessions are over when it says so',
  every: (duration: string) => `every ${duration}`,
  never: 'none',
  maRequired: 'required',
  maChecked: 'checked where there is one',
  secretSince: (at: string) => `changed ${at}`,
  formerUntil: (at: string) => `the one before it is taken in accounting until ${at}`,

  refused: 'Packets without an answer',
  refusedText: 'RADIUS accounting that arrived here and could not be taken, since Curfew was started.',
  refusedColumns: { from: 'From', why: 'Why', packets: 'Packets', last: 'Last', nas: 'NAS' },
  refusals: {
    'unknown-nas': 'no NAS is registered at this address',
    'wrong-secret': 'signed with another secret',
    'no-message-authenticator': 'without the Message-Authenticator that is required',
    malformed: 'not to be understood',
    'unexpected-code': 'something else than accounting',
    'too-many-waiting': 'more than could wait to be stored',
    'not-stored': 'could not be stored',
  } satisfies Record<AccountingRefusal, string>,
  refusedFrom: (address: string, why: string, count: number, last: string) =>
    `${plural(count, { one: 'One packet', other: '# packets' })} from ${address} got no answer: ${why}. Last ${last}.`,
  moreRefused: (count: number) =>
    `${number(count)} more, heard of longer ago, are not shown here; the metrics count them.`,
  registeredSince: 'registered since',
  registerThere: (address: string) => `Register a NAS at ${address}`,
  off: 'Nobody here listens to RADIUS accounting.',
  offText: (variable: string) =>
    `Sessions of NASes are neither listed nor proved to be over. Set ${variable} where Curfew is started, 1813 usually, and start it again.`,

  disabledTitle: 'This NAS is disabled: its accounting gets no answer.',
  disableText: 'Its accounting gets no answer any more, and nothing it says is believed.',
  enableText: 'Its accounting is answered again; NASes keep what was not answered and send it again.',
  silentText: (count: number) =>
    plural(count, {
      one: 'One session of it is open here, and nobody knows whether it still is there. Look whether its accounting gets here.',
      other:
        '# sessions of it are open here, and nobody knows whether they still are there. Look whether its accounting gets here.',
    }),
})
