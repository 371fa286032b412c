import { onTestFinished } from 'vitest'
import { ATime } from './a-time.test-kit.ts'
import type { AccountingEvent } from './accounting-event.ts'
import { type AccountingListenerOptions, createAccountingListener } from './accounting-listener.ts'
import { attribute } from './attribute.ts'
import { type Attribute, packetCodes } from './packet.ts'
import type { RefusalNotice } from './refusals.ts'
import { type SigningOptions, signRequest } from './signature.ts'
import { createSourceTable, type NasSource } from './source-table.ts'

export const secret = Buffer.from('s3cr3t')

/** A listener on loopback whose commits the test resolves, unless it commits by itself. */
export async function aListener({
  source = {},
  network = '127.0.0.0/8',
  commits = 'by-itself',
  ...options
}: Partial<AccountingListenerOptions> & {
  readonly source?: Partial<NasSource>
  readonly network?: string
  readonly commits?: 'by-itself' | 'by-hand'
} = {}) {
  const time = new ATime()
  const batches: AccountingEvent[][] = []
  const waiting: PromiseWithResolvers<void>[] = []
  const notices: RefusalNotice[] = []
  const vpn = {
    id: 'vpn',
    secrets: [secret],
    requiresMessageAuthenticator: false,
    nasKnownBy: 'attributes',
    ...source,
  } as const
  const listener = await createAccountingListener({
    sockets: [{ address: '127.0.0.1', port: 0 }],
    sources: createSourceTable([{ network, source: vpn }]),
    clock: time.clock,
    onNotice: (notice) => notices.push(notice),
    commit: async (events) => {
      batches.push([...events])
      const resolvers = Promise.withResolvers<void>()
      waiting.push(resolvers)
      if (commits === 'by-itself') resolvers.resolve()
      await resolvers.promise
    },
    ...options,
  })
  onTestFinished(() => {
    for (const { resolve } of waiting) resolve()
    return listener.stop()
  })
  const [address] = listener.addresses
  if (address === undefined) throw new Error('The listener should have an address.')
  const ids = () =>
    batches.map((batch) => batch.map((event) => ('acctSessionId' in event ? event.acctSessionId : event.kind)))
  return { listener, address, batches, ids, waiting, notices, time }
}

type Request = SigningOptions & {
  readonly identifier?: number
  readonly secret?: Buffer
  readonly more?: readonly Attribute[]
}

export function aStart(
  id: string,
  { identifier = 1, secret: signedWith = secret, more = [], ...options }: Request = {},
) {
  const attributes = [attribute('Acct-Status-Type', 1), attribute('Acct-Session-Id', id), ...more]
  return signRequest({ code: packetCodes.accountingRequest, identifier, attributes }, signedWith, options)
}
