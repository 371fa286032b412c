/** The words of Curfew, as they appear in tables, on the wire and, through the console's catalogue, on the page. */

/** DESIGN §2: what a session is a session of. The order is the order in which kinds are shown. */
export const sessionKinds = [
  'self-service-console',
  'radius',
  'risk-based-authentication',
  'api',
  'token-management-snap-in',
  'security-console',
  'operations-console',
  'authentication-agent',
] as const
export type SessionKind = (typeof sessionKinds)[number]

export const sessionStatuses = ['active', 'abandoned-in-progress', 'closing', 'closed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]

/** How the user of a self-service console reached it. */
export const vias = ['direct', 'web-tier'] as const
export type Via = (typeof vias)[number]

/**
 * Why a session is over. `closure`: an administrator closed it; the others need nobody else. `source-silent`: its NAS has not
 * spoken of it for too long.
 */
export const endings = [
  'closure',
  'logoff',
  'idle-limit',
  'absolute-limit',
  'source',
  'source-silent',
  'account-disabled',
  'password-changed',
] as const
export type Ending = (typeof endings)[number]

/**
 * Whose decision ended the sessions: an administrator's, the user's own, a rule's, or this system's.
 * @see CAEP 1.0 §2 `initiating_entity`
 */
export const reasonKinds = ['administrator', 'user', 'policy', 'system'] as const
export type ReasonKind = (typeof reasonKinds)[number]

/** *auditor* sees; *operator* also closes; *super admin* also administers. Each includes those before it. */
export const roles = ['auditor', 'operator', 'super-admin'] as const
export type Role = (typeof roles)[number]

/**
 * Channels whose answer says that a logoff was taken, and nothing of the session: relying parties have been seen to answer 200
 * and keep it. What is acknowledged there is *accepted*, until it is proved.
 */
export const acceptingChannels: ReadonlySet<Channel> = new Set(['back-channel', 'shared-signals'])

/** One logoff to one recipient, from stored to proved. */
export const deliveryStatuses = ['pending', 'sent', 'acknowledged', 'verified', 'refused', 'unreachable'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** The ways a logoff is carried. `next-call`: a program on the API is told by the answer to its next or running call. */
export const channels = [
  'event-stream',
  'next-call',
  'guard-feed',
  'radius-disconnect',
  'back-channel',
  'shared-signals',
] as const
export type Channel = (typeof channels)[number]

export const closureStates = ['closing', 'done', 'interrupted'] as const
export type ClosureState = (typeof closureStates)[number]

/** What became of a command that was running when its session was closed. */
export const commandEffects = ['none', 'partly', 'done', 'unknown'] as const
export type CommandEffect = (typeof commandEffects)[number]
