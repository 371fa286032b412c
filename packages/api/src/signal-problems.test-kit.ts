import { type Endpoint, type EndpointName, endpoints } from '@curfew/contract'
import { type Asked, Browser, type Curfew, origin } from './api.test-kit.ts'

/** A request that would succeed, or at least pass everything that is judged before its own subject. */
export type Prepared = {
  readonly curfew: Curfew
  readonly browser: Browser
  readonly path: string
  readonly asked: Asked
}

export const signalBodies: Partial<Record<EndpointName, object>> = {
  createSignalReceiver: { name: 'siem', audience: 'https://siem.example' },
  changeSignalReceiver: { name: 'siem' },
  setSignalStream: { delivery: { method: 'poll' } },
  setSignalStatus: { status: 'paused' },
  rotateSignalReceiverKey: {},
  createSignalTransmitter: {
    name: 'idp',
    issuer: 'https://idp.example',
    jwksUri: 'https://idp.example/jwks',
    audience: origin,
  },
  changeSignalTransmitter: { name: 'idp' },
  createStream: {},
  updateStream: { stream_id: 'the stream' },
  replaceStream: { stream_id: 'the stream' },
  changeStreamStatus: { stream_id: 'the stream', status: 'paused' },
  verifyStream: { stream_id: 'the stream' },
  pollSignals: { returnImmediately: true },
}

/** What SSF and RFC 8936 have fields for is refused when it is wrong; what they have none for is passed over. */
export const wrongBodies: Partial<Record<EndpointName, object>> = {
  createStream: { delivery: 1 },
  pollSignals: { maxEvents: -1 },
}
export const aSet = (token: string): Asked => ({
  rawBody: token,
  headers: { 'Content-Type': 'application/secevent+jwt' },
})
const encode = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
/** Nobody signed it; its issuer can be read. */
const unsigned = `${encode({ typ: 'secevent+jwt', alg: 'ES256' })}.${encode({ iss: 'https://idp.example' })}.AAAA`

/** A call of a receiver whose stream is set up, but for the call that does so. */
async function preparedReceiver(curfew: Curfew, name: EndpointName): Promise<Prepared> {
  const { ask } = await curfew.receiver()
  const { path }: Endpoint = endpoints[name]
  const body = signalBodies[name]
  const prepared = { curfew, browser: new Browser(ask), path, asked: body ? { body } : {} }
  if (name === 'createStream') return prepared
  const created = (await (await ask('POST', '/signals/stream', { body: {} })).json()) as { stream_id: string }
  return {
    ...prepared,
    path: body ? path : `${path}?stream_id=${created.stream_id}`,
    asked: body ? { body: 'stream_id' in body ? { ...body, stream_id: created.stream_id } : body } : {},
  }
}

async function preparedSignals(curfew: Curfew, name: EndpointName): Promise<string> {
  if (name.includes('Transmitter')) return (await curfew.trust({ name: 'known' })).id
  const { ask, receiver } = await curfew.receiver({ name: 'known' })
  await ask('POST', '/signals/stream', { body: {} })
  return receiver.id
}

export const withoutStream = async (prepared: Prepared): Promise<Prepared> => {
  const { receiver } = await prepared.curfew.receiver({ name: 'fresh' })
  return { ...prepared, path: prepared.path.replace(/receivers\/[^/]+/, `receivers/${receiver.id}`) }
}

/** Null: it is no call of signals. */
export async function preparedOfSignals(prepared: Prepared, name: EndpointName): Promise<Prepared | null> {
  const { curfew, path } = prepared
  if (endpoints[name].access === 'receiver') return preparedReceiver(curfew, name)
  if (path.startsWith('/api/signals'))
    return { ...prepared, path: path.replace('{id}', await preparedSignals(curfew, name)) }
  if (name !== 'receiveSignal') return null
  await curfew.trust({ issuer: 'https://idp.example' })
  return { ...prepared, asked: aSet(unsigned) }
}

/** How to come by the problems that only signals have. */
export const signalProvocations = {
  'signal-name-taken': async (prepared: Prepared, name: EndpointName): Promise<Prepared> => {
    if (name.includes('Transmitter')) await prepared.curfew.trust({ name: 'taken' })
    else await prepared.curfew.receiver({ name: 'taken' })
    return { ...prepared, asked: { body: { ...signalBodies[name], name: 'taken' } } }
  },
  'signal-stream-exists': async (prepared: Prepared): Promise<Prepared> => {
    await prepared.browser.ask('POST', '/signals/stream', { body: {} })
    return prepared
  },
  'signal-keys-unavailable': (prepared: Prepared): Prepared => prepared,
}
