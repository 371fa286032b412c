/** Shared signals: who hears of closures by signed tokens, and whose tokens close sessions here. */
export { eventsDelivered, eventsSupported, hears, isRevoked, signalDeliveries } from './hearing.ts'
export { recognizeSignalReceiver } from './keys.ts'
export { minVerificationSeconds, resumeNotices, verifySignalStream } from './notices.ts'
export { type Polled, pollSignals } from './poll.ts'
export type * from './ports.ts'
export { receiveSignal } from './receive.ts'
export {
  changeSignalReceiver,
  createSignalReceiver,
  existingReceiver,
  type KeyedReceiver,
  listSignalReceivers,
  readSignalReceiver,
  rotateSignalReceiverKey,
  type SignalReceiverReport,
} from './receivers.ts'
export * from './signal-receiver.ts'
export * from './signal-transmitter.ts'
export {
  actorOf as actorOfReceiver,
  changeSignalStream,
  createSignalStream,
  deleteSignalStream,
  type StreamWishes,
  setSignalStream,
  setStreamStatus,
  streamOf,
} from './streams.ts'
export { changeSignalTransmitter, createSignalTransmitter, readSignalTransmitter } from './transmitters.ts'
