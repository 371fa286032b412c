import {
  CurfewError,
  type Endpoint,
  endpoints,
  type StreamChange,
  type StreamCreation,
  setDelivery,
} from '@curfew/contract'
import {
  actorOfReceiver,
  changeSignalStream,
  createSignalStream,
  deleteSignalStream,
  pollSignals,
  receiveSignal,
  type SignalReceiver,
  type StreamWishes,
  setStreamStatus,
  streamOf,
  verifySignalStream,
} from '@curfew/registry'
import type { Context } from 'hono'
import type { Routes } from '../call.ts'
import { demandType, readText } from '../edge/body-text.ts'
import type { ApiPorts } from '../ports.ts'
import { toPollAnswer, toSsfConfiguration, toStreamConfiguration, toStreamStatus } from '../signal-views.ts'

type Names =
  | 'ssfConfiguration'
  | 'createStream'
  | 'readStream'
  | 'updateStream'
  | 'replaceStream'
  | 'deleteStream'
  | 'readStreamStatus'
  | 'changeStreamStatus'
  | 'verifyStream'
  | 'pollSignals'
  | 'receiveSignal'

/** Shared Signals Framework 1.0, as a transmitter that receivers set their streams up at, and as a receiver of SETs. */
export const signalStreamRoutes = (ports: ApiPorts): Pick<Routes, Names> => {
  const { issuer } = ports.signals
  const configuration = (receiver: SignalReceiver) =>
    toStreamConfiguration(issuer, receiver, streamOf(receiver, receiver.stream?.id))
  const change = async (receiver: SignalReceiver, asked: StreamChange, how: 'update' | 'replace') => {
    const stream = streamOf(receiver, asked.stream_id)
    refuseOtherThan(toStreamConfiguration(issuer, receiver, stream), asked)
    return configuration(await changeSignalStream(ports, receiver, stream.id, wishesOf(asked), how))
  }

  return {
    ssfConfiguration: (c) => c.json(toSsfConfiguration(issuer), 200),

    createStream: async (c) =>
      c.json(configuration(await createSignalStream(ports, c.var.receiver, wishesOf(c.req.valid('json')))), 201),
    readStream: (c) => {
      const { receiver } = c.var
      const id = c.req.query('stream_id')
      if (id === undefined) return c.json(receiver.stream ? [configuration(receiver)] : [], 200)
      return c.json(toStreamConfiguration(issuer, receiver, streamOf(receiver, id)), 200)
    },
    updateStream: async (c) => c.json(await change(c.var.receiver, c.req.valid('json'), 'update'), 200),
    replaceStream: async (c) => c.json(await change(c.var.receiver, c.req.valid('json'), 'replace'), 200),
    deleteStream: async (c) => {
      await deleteSignalStream(ports, c.var.receiver, c.req.query('stream_id') ?? '')
      return c.body(null, 204)
    },

    readStreamStatus: (c) => {
      const { receiver } = c.var
      return c.json(toStreamStatus(receiver, streamOf(receiver, c.req.query('stream_id')).id), 200)
    },
    changeStreamStatus: async (c) => {
      const { stream_id: id, status, reason = '' } = c.req.valid('json')
      const { receiver } = c.var
      streamOf(receiver, id)
      const changed = await setStreamStatus(ports, receiver, { status, reason }, actorOfReceiver(receiver), false)
      return c.json(toStreamStatus(changed, id), 200)
    },

    verifyStream: async (c) => {
      const { stream_id: id, state = null } = c.req.valid('json')
      const { receiver } = c.var
      await verifySignalStream(ports, receiver, streamOf(receiver, id), state, actorOfReceiver(receiver), true)
      return c.body(null, 204)
    },

    pollSignals: async (c) => {
      const { receiver } = c.var
      // RFC 8936 leaves it to the transmitter what a poll is for that is no longer polled.
      if (receiver.stream?.delivery.method !== 'poll')
        throw new CurfewError('not-found', 'The receiver has no stream that is polled.')
      return c.json(toPollAnswer(await pollSignals(ports, receiver, c.req.valid('json'), c.req.raw.signal)), 200)
    },

    receiveSignal: async (c) => {
      const { token }: Endpoint = endpoints.receiveSignal
      demandType(c, token ?? '')
      const refusal = await receiveSignal(ports, (await readText(c.req.raw)) ?? '')
      if (refusal === null) return c.body(null, 202)
      return refused(c, refusal)
    },
  }
}

/** RFC 8935 §2.3: the description is in English. */
function refused(c: Context, refusal: object): Response {
  c.header('Content-Language', 'en')
  return c.json(refusal, 400)
}

function wishesOf({ delivery, events_requested, description }: StreamCreation): StreamWishes {
  return {
    ...(events_requested && { eventsRequested: events_requested }),
    ...(description !== undefined && { description }),
    ...(delivery && {
      delivery:
        delivery.method === setDelivery.push
          ? {
              method: 'push',
              endpointUrl: delivery.endpoint_url,
              authorizationHeader: delivery.authorization_header ?? null,
            }
          : { method: 'poll' },
    }),
  }
}

const ours = ['iss', 'aud', 'events_supported', 'events_delivered', 'min_verification_interval'] as const

/** What the transmitter supplies may be repeated, and must be what it is (§8.1.1.3). */
function refuseOtherThan(known: Record<(typeof ours)[number], unknown>, asked: StreamChange): void {
  const other = ours.find((name) => asked[name] !== undefined && !isSame(asked[name], known[name]))
  if (other === undefined) return
  const message = 'it is not for the receiver to change'
  throw new CurfewError('invalid-request', `The request cannot be read: ${other}: ${message}. Nothing was changed.`, {
    errors: [{ path: other, message }],
  })
}

function isSame(asked: unknown, known: unknown): boolean {
  const listed = (value: unknown) => JSON.stringify(Array.isArray(value) ? value : [value])
  return listed(asked) === listed(known)
}
