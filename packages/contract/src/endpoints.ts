import { accountingEndpoints } from './endpoints/accounting.ts'
import { administratorsEndpoints } from './endpoints/administrators.ts'
import { backChannelEndpoints } from './endpoints/back-channel.ts'
import { closuresEndpoints } from './endpoints/closures.ts'
import { eventsEndpoints } from './endpoints/events.ts'
import { givenUpEndpoints } from './endpoints/given-up.ts'
import { holdsEndpoints } from './endpoints/holds.ts'
import { logonEndpoints } from './endpoints/logon.ts'
import { operatorEndpoints } from './endpoints/operator.ts'
import { sessionsEndpoints } from './endpoints/sessions.ts'
import { signalStreamsEndpoints } from './endpoints/signal-streams.ts'
import { signalsEndpoints } from './endpoints/signals.ts'
import { sourceApiEndpoints } from './endpoints/source-api.ts'
import { sourcesEndpoints } from './endpoints/sources.ts'
import { speedEndpoints } from './endpoints/speed.ts'
import { webhooksEndpoints } from './endpoints/webhooks.ts'

export * from './endpoints/endpoint.ts'

/** Every call of the API. A path with a parameter comes after those that it would swallow. */
export const endpoints = {
  ...logonEndpoints,
  ...sessionsEndpoints,
  ...closuresEndpoints,
  ...givenUpEndpoints,
  ...holdsEndpoints,
  ...eventsEndpoints,
  ...administratorsEndpoints,
  ...speedEndpoints,
  ...sourcesEndpoints,
  ...accountingEndpoints,
  ...webhooksEndpoints,
  ...sourceApiEndpoints,
  ...backChannelEndpoints,
  ...signalsEndpoints,
  ...signalStreamsEndpoints,
  ...operatorEndpoints,
} as const
export type EndpointName = keyof typeof endpoints
