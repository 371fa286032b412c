/**
 * RADIUS: what NASes say of their sessions, and how they are told to end them. It knows no store and no session of Curfew;
 * what it needs is passed in.
 *
 * - **Accounting in**: `createAccountingListener` verifies packets of the sources in a `createSourceTable` and hands their
 *   events in batches to `commit`; they are answered when it resolves. There, `applyAccounting` says what an event makes of
 *   what is known: one true `SessionState` per session, found by `sessionKeyOf`, whatever the order of its packets. An
 *   Accounting-On/Off (`isNasEvent`) goes to every open session of its `sourceId` and `nas.key`, and its time is kept for those
 *   that are heard of later. `freshnessOf` and `endSilent` are for a sweep; `noteClosure` is for an administrator's closure.
 * - **Disconnect-Request out**: `createDisconnector` asks a NAS to end the session that `SessionState.identification` names,
 *   and resolves with what came of it. Only accounting proves it: Stop or a restart; after 503 also `isGone`.
 * - **Packets**: `decodePacket`, `encodePacket`, `signRequest`, `signAnswer`, `judgeRequest`, `judgeAnswer`, `attribute`,
 *   `valueOf`, `describeAttributes`: for programs that play a NAS, and for showing what a NAS said.
 *
 * RFC 2865, 2866, 2867, 2868, 2869, 3162, 5080, 5176, 5997, 6911, 6929, 8044.
 */
export {
  type AccountingEvent,
  type Counters,
  type EventReading,
  isNasEvent,
  type Nas,
  type NasEvent,
  readAccounting,
  type SessionEvent,
  type SessionFacts,
} from './accounting-event.ts'
export {
  type AccountingLimits,
  type AccountingListener,
  type AccountingListenerOptions,
  type AccountingStatistics,
  createAccountingListener,
} from './accounting-listener.ts'
export { type AccountingChange, type Applied, applyAccounting, noteClosure } from './accounting-rules.ts'
export { attribute, octetsNamed, readerOf, valueOf } from './attribute.ts'
export { type DataType, decodeValue, encodeValue, type Tagged, type Values } from './data-type.ts'
export { type Described, describeAttributes } from './description.ts'
export { type AttributeName, type AttributeTypes, attributeNumbers, attributeTypes, entryOf } from './dictionary.ts'
export type { StrayReason } from './disconnect-answer.ts'
export type { DisconnectNas, DisconnectOrder } from './disconnect-attempt.ts'
export type { Attempt, DisconnectOutcome } from './disconnect-outcome.ts'
export { type ComposedDisconnect, composeDisconnect, type DisconnectDraft } from './disconnect-request.ts'
export {
  createDisconnector,
  type Disconnector,
  type DisconnectorLimits,
  type DisconnectorOptions,
} from './disconnector.ts'
export { type ErrorCause, errorCauseOf, type RefusalAdvice } from './error-cause.ts'
export { type ExtendedAttribute, extendedAttribute, extendedAttributes } from './extended.ts'
export { endSilent, type Freshness, freshnessOf, isGone, type Patience } from './freshness.ts'
export {
  type IdentifyingAttribute,
  identificationFrom,
  identificationIn,
  identifyingAttributes,
  joinIdentification,
  usualIdentification,
} from './identification.ts'
export { canonicalAddress } from './ip-address.ts'
export type { Cause, LikelyCause } from './likely-causes.ts'
export { nasPortTypeOf } from './named-values.ts'
export {
  type Attribute,
  decodeAttributes,
  decodePacket,
  encodeAttributes,
  encodePacket,
  type Packet,
  type PacketDraft,
  type PacketFault,
  packetCodes,
  type Reading,
} from './packet.ts'
export type { Refusal, RefusalNotice, RefusalReason } from './refusals.ts'
export { type Retransmission, usualRetransmission } from './retransmission.ts'
export type { SessionState } from './session-state.ts'
export { type Beginning, type End, type EndedBy, handleOf, type SessionKey, sessionKeyOf } from './session-state.ts'
export { type Asked, type Judgement, judgeAnswer, judgeRequest, signAnswer, signRequest } from './signature.ts'
export { createSourceTable, type FindSource, type NasSource, networkOf } from './source-table.ts'
export { type TerminateCause, terminateCauseOf } from './terminate-cause.ts'
export { octetsOf, textOf } from './text.ts'
export type { Clock, SetTimer } from './timer.ts'
export { openUdpSocket, type Peer, type UdpOptions, type UdpSocket } from './udp-socket.ts'
export { vendorNames } from './vendor-names.ts'
export { readVendorSpecific, type VendorAttribute, type VendorSpecific } from './vendor-specific.ts'
