import * as contract from '@curfew/contract'
import * as z from 'zod/mini'

/** What goes in and out, by the names under which the document lists it. */
const answers = {
  About: contract.about,
  AdministratorList: contract.administratorList,
  AdministratorView: contract.administratorView,
  ClosurePage: contract.closurePage,
  ComingsBack: contract.comingsBack,
  ClosureView: contract.closureView,
  GivenUpPage: contract.givenUpPage,
  HoldPage: contract.holdPage,
  HoldView: contract.holdView,
  HandleResults: contract.handleResults,
  Introspection: contract.introspection,
  Jwks: contract.jwks,
  LeaseGrant: contract.leaseGrant,
  LogonAnswer: contract.logonAnswer,
  Me: contract.me,
  PlanView: contract.planView,
  Problem: contract.problem,
  ReceiptPage: contract.receiptPage,
  ReceiptView: contract.receiptView,
  RegisterResults: contract.registerResults,
  RetriedView: contract.retriedView,
  SessionDetail: contract.sessionDetail,
  SessionPage: contract.sessionPage,
  SessionSummary: contract.sessionSummary,
  SessionView: contract.sessionView,
  SigningKeyList: contract.signingKeyList,
  SettingsView: contract.settingsView,
  SourceKey: contract.sourceKey,
  SourceList: contract.sourceList,
  SourceView: contract.sourceView,
  PollAnswer: contract.pollAnswer,
  SetError: contract.setError,
  SignalReceiverKey: contract.signalReceiverKey,
  SignalReceiverList: contract.signalReceiverList,
  SignalReceiverView: contract.signalReceiverView,
  SignalTransmitterList: contract.signalTransmitterList,
  SignalTransmitterView: contract.signalTransmitterView,
  SsfConfiguration: contract.ssfConfiguration,
  StreamConfiguration: contract.streamConfiguration,
  StreamConfigurations: contract.streamConfigurations,
  StreamStatus: contract.streamStatus,
  SpeedTarget: contract.speedTarget,
  AccountingView: contract.accountingView,
  SpeedView: contract.speedView,
  TemporaryPassword: contract.temporaryPassword,
  WebhookAttemptPage: contract.webhookAttemptPage,
  WebhookAttemptView: contract.webhookAttemptView,
  WebhookList: contract.webhookList,
  WebhookSecret: contract.webhookSecret,
  WebhookView: contract.webhookView,
} as const
const requests = {
  AdministratorChange: contract.administratorChange,
  ClosureRequest: contract.closureRequest,
  EndBatch: contract.endBatch,
  EndedReport: contract.endedReport,
  GuardReport: contract.guardReport,
  GivenUpRetry: contract.givenUpRetry,
  IntrospectionRequest: contract.introspectionRequest,
  KeyRotation: contract.keyRotation,
  LogoutTokenRequest: contract.logoutTokenRequest,
  LogonPasswordRequest: contract.logonPasswordRequest,
  LogonRequest: contract.logonRequest,
  NewAdministratorRequest: contract.newAdministratorRequest,
  NewSourceRequest: contract.newSourceRequest,
  NewHoldRequest: contract.newHoldRequest,
  NewNasRequest: contract.newNasRequest,
  PasswordChangeRequest: contract.passwordChangeRequest,
  PlanRequest: contract.planRequest,
  RegisterBatch: contract.registerBatch,
  SigningKeyRotation: contract.signingKeyRotation,
  SettingsChange: contract.settingsChange,
  SetupRequest: contract.setupRequest,
  SourceChange: contract.sourceChange,
  SourceSession: contract.sourceSession,
  NewSignalReceiverRequest: contract.newSignalReceiverRequest,
  NewSignalTransmitterRequest: contract.newSignalTransmitterRequest,
  PollRequest: contract.pollRequest,
  SignalReceiverChange: contract.signalReceiverChange,
  SignalStatusRequest: contract.signalStatusRequest,
  SignalStreamRequest: contract.signalStreamRequest,
  SignalTransmitterChange: contract.signalTransmitterChange,
  StreamChange: contract.streamChange,
  StreamCreation: contract.streamCreation,
  StreamStatusChange: contract.streamStatusChange,
  StreamVerification: contract.streamVerification,
  TouchBatch: contract.touchBatch,
  NewWebhookRequest: contract.newWebhookRequest,
  WebhookChange: contract.webhookChange,
  WebhookSecretRotation: contract.webhookSecretRotation,
} as const

export type JsonSchema = Readonly<Record<string, unknown>>

const names = new Map<z.ZodMiniType, string>(
  Object.entries({ ...answers, ...requests }).map(([name, shape]) => [shape, name]),
)

/** All shapes as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
export function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  return { ...printed(answers, 'output'), ...printed(requests, 'input') }
}

/** Where the document keeps a shape; one without a name stands where it is used. */
export function schemaOf(shape: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const name = names.get(shape)
  return name ? { $ref: pointerTo(name) } : withoutDialect(z.toJSONSchema(shape, { io, override: tidy(io) }))
}

function printed(shapes: Readonly<Record<string, z.ZodMiniType>>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id })
  const { schemas } = z.toJSONSchema(registry, { io, uri: pointerTo, override: tidy(io) })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutDialect(schema)]))
}

const pointerTo = (name: string) => `#/components/schemas/${name}`

/** `date-time` says it; the expression behind it says it again in four lines. Answers may grow fields, requests may not. */
const tidy =
  (io: 'input' | 'output') =>
  ({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string; additionalProperties?: unknown } }) => {
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  }

function withoutDialect({ $schema: _dialect, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema
}
