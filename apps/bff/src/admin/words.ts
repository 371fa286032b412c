import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { roles, sessionKinds } from '@curfew/contract'
import { type Order, order } from './order.ts'

export const help = `Who administers Curfew, which systems bring their sessions, and who is kept out, from the shell. It works while Curfew runs and while it does not.

  npm run admin -- list
  npm run admin -- create USER-ID --role ROLE [--first-name NAME] [--last-name NAME]
  npm run admin -- disable USER-ID          ends that administrator's sessions at once
  npm run admin -- enable USER-ID
  npm run admin -- reset-password USER-ID   a temporary password, shown once; ends the sessions
  npm run admin -- set-role USER-ID ROLE

  npm run admin -- list-sources
  npm run admin -- create-source NAME --kinds KIND,KIND [--via direct|web-tier] [--told-by guard-feed|back-channel|none] [--lease-ms 5000]
                                            its key is shown once
  npm run admin -- create-nas NAME --networks ADDRESS,NETWORK [--secret-file FILE] [--disconnect-port 3799|none]
                       [--disconnect-address ADDRESS] [--interim SECONDS|none] [--end-after SECONDS|none] [--identified-by ATTRIBUTE,ATTRIBUTE]
                       [--known-by attributes|address] [--require-message-authenticator]
                                            a NAS that sends RADIUS accounting; without a file its secret is made, and shown once
  npm run admin -- rotate-source-key NAME [--overlap SECONDS]   0: the keys before it open nothing any more
  npm run admin -- change-back-channel NAME [--uri URI] [--audience AUD] [--issuer ISS] [--algorithm RS256|ES256|EdDSA]
                       [--probe-uri URI] [--honours-sub] [--allow-private-addresses]
                                            the same words go with create-source --told-by back-channel
  npm run admin -- rotate-signing-keys [--overlap SECONDS]      the keys that logout tokens are signed with
  npm run admin -- disable-source NAME      its keys open nothing
  npm run admin -- enable-source NAME

  npm run admin -- list-holds               who is kept out, until when
  npm run admin -- lift-hold USER-ID        or the address, as it is listed

  npm run admin -- list-webhooks
  npm run admin -- disable-webhook NAME | enable-webhook NAME
  npm run admin -- list-signals             receivers and transmitters of shared signals
  npm run admin -- distrust-transmitter NAME | trust-transmitter NAME      what it signs closes nothing; closes again

ROLE is auditor (sees), operator (closes) or super-admin (all). User IDs and names are case sensitive.
The data directory is CURFEW_DATA_DIR (./data), as for npm start; with --demo it is the demo's.

Ends with 0 when it was done, 1 when it was not, 2 when the words were not understood.`

export type Words =
  | { readonly kind: 'order'; readonly order: Order; readonly isDemo: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'not-understood'; readonly why: string }

/**
 * Read the words after `npm run admin --`.
 *
 * @param readFile for a secret, which is no word of a shell: those are remembered, and shown in lists of processes
 */
export function readWords(argv: readonly string[], readFile = (file: string) => readFileSync(file, 'utf8')): Words {
  let read: ReturnType<typeof parse>
  try {
    read = parse(argv)
  } catch (error) {
    return { kind: 'not-understood', why: error instanceof Error ? error.message : String(error) }
  }
  const { values, positionals } = read
  if (values.help === true || positionals[0] === 'help' || positionals.length === 0) return { kind: 'help' }

  const [act, whom, role = values.role, ...rest] = positionals
  const names = { firstName: values['first-name'], lastName: values['last-name'] }
  const areNamesGiven = names.firstName !== undefined || names.lastName !== undefined
  let secret: string | undefined
  try {
    secret = values['secret-file'] === undefined ? undefined : readFile(values['secret-file']).replace(/\r?\n$/, '')
  } catch {
    return { kind: 'not-understood', why: `The file ${values['secret-file']} cannot be read.` }
  }
  const wanted = order.safeParse({
    act,
    ...(whom !== undefined && { [subjectOf(act)]: whom }),
    ...(role !== undefined && { role }),
    ...((act === 'create' || areNamesGiven) && { firstName: names.firstName ?? '', lastName: names.lastName ?? '' }),
    ...(values.kinds !== undefined && { kinds: values.kinds.split(',').map((kind) => kind.trim()) }),
    ...(values.via !== undefined && { via: values.via }),
    ...(values['told-by'] !== undefined && { toldBy: values['told-by'] }),
    ...(values['lease-ms'] !== undefined && { leaseMs: numberOf(values['lease-ms']) }),
    ...backChannelOf(values),
    ...radiusOf(values, secret),
    ...(values.overlap !== undefined && { overlapSeconds: numberOf(values.overlap) }),
  })
  if (rest.length > 0) return { kind: 'not-understood', why: `"${rest.join(' ')}" is one word too many.` }
  if (!wanted.success) return { kind: 'not-understood', why: whatIsWrong(act, whom, { role, ...values }) }
  return { kind: 'order', order: wanted.data, isDemo: values.demo === true }
}

const administratorActs = ['list', 'create', 'disable', 'enable', 'reset-password', 'set-role']
const sourceActs = [
  'list-sources',
  'create-source',
  'create-nas',
  'rotate-source-key',
  'change-back-channel',
  'rotate-signing-keys',
  'disable-source',
  'enable-source',
]
const peerActs = [
  'list-webhooks',
  'disable-webhook',
  'enable-webhook',
  'list-signals',
  'distrust-transmitter',
  'trust-transmitter',
]
/** What they are about has a name and no user ID. */
const namedActs = [...sourceActs, ...peerActs]

const holdActs = ['list-holds', 'lift-hold']

/** What the word after the act names. */
function subjectOf(act: string | undefined): 'name' | 'whom' | 'userId' {
  if (act !== undefined && namedActs.includes(act)) return 'name'
  return act !== undefined && holdActs.includes(act) ? 'whom' : 'userId'
}

/** What is said of back-channel logout; its OP's key is no word for a shell, which remembers: give it on the source's page. */
function backChannelOf(values: ReturnType<typeof parse>['values']) {
  const { uri, audience, issuer, algorithm } = values
  const backChannel = {
    ...(uri !== undefined && { uri }),
    ...(audience !== undefined && { audience }),
    ...(issuer !== undefined && { issuer }),
    ...(algorithm !== undefined && { algorithm }),
    ...(values['probe-uri'] !== undefined && { probeUri: values['probe-uri'] }),
    ...(values['honours-sub'] !== undefined && { honoursSub: values['honours-sub'] }),
    ...(values['allow-private-addresses'] !== undefined && {
      allowsPrivateAddresses: values['allow-private-addresses'],
    }),
  }
  return Object.keys(backChannel).length > 0 ? { backChannel } : {}
}

/** How a NAS is known and told; what is left out is as the contract has it. */
function radiusOf(values: ReturnType<typeof parse>['values'], secret: string | undefined) {
  const { networks, interim } = values
  const list = (text: string) => text.split(',').map((one) => one.trim())
  const radius = {
    ...(networks !== undefined && { networks: list(networks) }),
    ...(secret !== undefined && { secret }),
    ...(values['disconnect-port'] !== undefined && { disconnectPort: numberOrNone(values['disconnect-port']) }),
    ...(values['disconnect-address'] !== undefined && { disconnectAddress: values['disconnect-address'] }),
    ...(interim !== undefined && { interimSeconds: numberOrNone(interim) }),
    ...(values['end-after'] !== undefined && { endAfterSeconds: numberOrNone(values['end-after']) }),
    ...(values['identified-by'] !== undefined && { identifiedBy: list(values['identified-by']) }),
    ...(values['known-by'] !== undefined && { nasKnownBy: values['known-by'] }),
    ...(values['require-message-authenticator'] !== undefined && {
      requiresMessageAuthenticator: values['require-message-authenticator'],
    }),
  }
  return Object.keys(radius).length > 0 ? { radius } : {}
}

const numberOrNone = (text: string) => (text === 'none' ? null : numberOf(text))

/** What is no number stays what it is, and is refused. */
const numberOf = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : text)

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      'first-name': { type: 'string' },
      'last-name': { type: 'string' },
      kinds: { type: 'string' },
      via: { type: 'string' },
      'told-by': { type: 'string' },
      'lease-ms': { type: 'string' },
      overlap: { type: 'string' },
      uri: { type: 'string' },
      audience: { type: 'string' },
      issuer: { type: 'string' },
      algorithm: { type: 'string' },
      'probe-uri': { type: 'string' },
      'honours-sub': { type: 'boolean' },
      'allow-private-addresses': { type: 'boolean' },
      networks: { type: 'string' },
      'secret-file': { type: 'string' },
      'disconnect-port': { type: 'string' },
      'disconnect-address': { type: 'string' },
      interim: { type: 'string' },
      'end-after': { type: 'string' },
      'identified-by': { type: 'string' },
      'known-by': { type: 'string' },
      'require-message-authenticator': { type: 'boolean' },
      demo: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })

const whatItNeeds = { name: 'a name', whom: 'a user ID or an address', userId: 'a user ID' }

type Given = Partial<Record<'role' | 'kinds' | 'networks', string | undefined>>

function whatIsWrong(act: string | undefined, whom: string | undefined, { role, kinds, networks }: Given): string {
  const acts = [...administratorActs, ...namedActs, ...holdActs]
  if (act === undefined || !acts.includes(act)) return `"${act}" is none of ${acts.join(', ')}.`
  if (!act.startsWith('list') && act !== 'rotate-signing-keys' && whom === undefined)
    return `${act} needs ${whatItNeeds[subjectOf(act)]}.`
  const needsRole = act === 'create' || act === 'set-role'
  if (needsRole && !roles.some((one) => one === role)) return `${act} needs a role: ${roles.join(', ')}.`
  const given = kinds?.split(',').map((kind) => kind.trim()) ?? []
  const areKinds = given.length > 0 && given.every((kind) => sessionKinds.some((one) => one === kind))
  if (act === 'create-source' && !areKinds) return `create-source needs --kinds, of ${sessionKinds.join(', ')}.`
  if (act === 'create-nas' && networks === undefined)
    return 'create-nas needs --networks, the addresses and networks that its accounting comes from.'
  return `${act} does not take these words.`
}
