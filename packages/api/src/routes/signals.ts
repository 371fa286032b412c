import { CurfewError } from '@curfew/contract'
import {
  changeSignalReceiver,
  changeSignalTransmitter,
  createSignalReceiver,
  createSignalTransmitter,
  existingReceiver,
  listSignalReceivers,
  readSignalReceiver,
  readSignalTransmitter,
  rotateSignalReceiverKey,
  setSignalStream,
  setStreamStatus,
  verifySignalStream,
} from '@curfew/registry'
import type { Routes } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { toReceiverView, toTransmitterView } from '../signal-views.ts'

type Names =
  | 'listSignalReceivers'
  | 'createSignalReceiver'
  | 'readSignalReceiver'
  | 'changeSignalReceiver'
  | 'setSignalStream'
  | 'setSignalStatus'
  | 'verifySignalStream'
  | 'rotateSignalReceiverKey'
  | 'listSignalTransmitters'
  | 'createSignalTransmitter'
  | 'readSignalTransmitter'
  | 'changeSignalTransmitter'

/** Who hears of closures by shared signals, and whose signals close sessions here. */
export const signalRoutes = (ports: ApiPorts): Pick<Routes, Names> => {
  const view = async (id: string) => toReceiverView(await readSignalReceiver(ports, id), ports.clock())

  return {
    listSignalReceivers: async (c) => {
      const now = ports.clock()
      const items = (await listSignalReceivers(ports)).map((report) => toReceiverView(report, now))
      return c.json({ issuer: ports.signals.issuer, items }, 200)
    },
    createSignalReceiver: async (c) => {
      const { key, ...report } = await createSignalReceiver(ports, c.req.valid('json'), c.var.actor)
      return c.json({ receiver: toReceiverView(report, ports.clock()), key }, 201)
    },
    readSignalReceiver: async (c) => c.json(await view(c.req.param('id')), 200),
    changeSignalReceiver: async (c) => {
      const report = await changeSignalReceiver(ports, c.req.param('id'), c.req.valid('json'), c.var.actor)
      return c.json(toReceiverView(report, ports.clock()), 200)
    },
    setSignalStream: async (c) => {
      await setSignalStream(ports, c.req.param('id'), c.req.valid('json'), c.var.actor)
      return c.json(await view(c.req.param('id')), 200)
    },
    setSignalStatus: async (c) => {
      const receiver = await existingReceiver(ports, c.req.param('id'))
      if (!receiver.stream) throw noStream()
      await setStreamStatus(ports, receiver, c.req.valid('json'), c.var.actor, true)
      return c.json(await view(receiver.id), 200)
    },
    verifySignalStream: async (c) => {
      const receiver = await existingReceiver(ports, c.req.param('id'))
      if (!receiver.stream) throw noStream()
      // SSF 1.0 §8.1.4.2: without a state, since no receiver asked.
      await verifySignalStream(ports, receiver, receiver.stream, null, c.var.actor, false)
      return c.json(await view(receiver.id), 202)
    },
    rotateSignalReceiverKey: async (c) => {
      const { overlapSeconds } = c.req.valid('json')
      const rotated = await rotateSignalReceiverKey(ports, c.req.param('id'), overlapSeconds, c.var.actor)
      const { key, ...report } = rotated
      return c.json({ receiver: toReceiverView(report, ports.clock()), key }, 201)
    },

    listSignalTransmitters: async (c) => {
      const items = (await ports.store.signalTransmitters()).map(toTransmitterView)
      return c.json({ eventsEndpoint: `${ports.signals.issuer}/signals/events`, items }, 200)
    },
    createSignalTransmitter: async (c) =>
      c.json(toTransmitterView(await createSignalTransmitter(ports, c.req.valid('json'), c.var.actor)), 201),
    readSignalTransmitter: async (c) =>
      c.json(toTransmitterView(await readSignalTransmitter(ports, c.req.param('id'))), 200),
    changeSignalTransmitter: async (c) => {
      const change = c.req.valid('json')
      return c.json(
        toTransmitterView(await changeSignalTransmitter(ports, c.req.param('id'), change, c.var.actor)),
        200,
      )
    },
  }
}

function noStream(): CurfewError {
  const message = 'the receiver has no stream yet; set one up first'
  return new CurfewError('invalid-request', `The request makes no sense: ${message}. Nothing was changed.`, {
    errors: [{ path: '', message }],
  })
}
