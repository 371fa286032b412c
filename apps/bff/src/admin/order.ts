import {
  backChannelChange,
  keyRotation,
  newAdministratorRequest,
  newSourceRequest,
  radiusSettings,
  roles,
  signingKeyRotation,
} from '@curfew/contract'
import * as z from 'zod/mini'

const userId = newAdministratorRequest.shape.userId
const name = newSourceRequest.shape.name

/** What an operator asks for at the shell, as it travels to the running server. */
export const order = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  z.strictObject({ act: z.literal('create'), ...newAdministratorRequest.shape }),
  z.strictObject({ act: z.literal('disable'), userId }),
  z.strictObject({ act: z.literal('enable'), userId }),
  z.strictObject({ act: z.literal('reset-password'), userId }),
  z.strictObject({ act: z.literal('set-role'), userId, role: z.enum(roles) }),
  z.strictObject({ act: z.literal('list-sources') }),
  z.strictObject({ act: z.literal('create-source'), ...newSourceRequest.shape }),
  /** Without a secret one is made, and shown this once. */
  z.strictObject({
    act: z.literal('create-nas'),
    name,
    radius: z.strictObject({ ...radiusSettings.shape, secret: z.optional(radiusSettings.shape.secret) }),
  }),
  z.strictObject({ act: z.literal('rotate-source-key'), name, ...keyRotation.shape }),
  z.strictObject({ act: z.literal('change-back-channel'), name, backChannel: backChannelChange }),
  z.strictObject({ act: z.literal('rotate-signing-keys'), ...signingKeyRotation.shape }),
  z.strictObject({ act: z.literal('disable-source'), name }),
  z.strictObject({ act: z.literal('enable-source'), name }),
  z.strictObject({ act: z.literal('list-holds') }),
  /** A user id, an address or a hold's id. */
  z.strictObject({ act: z.literal('lift-hold'), whom: z.string().check(z.minLength(1), z.maxLength(128)) }),
  z.strictObject({ act: z.literal('list-webhooks') }),
  z.strictObject({ act: z.literal('disable-webhook'), name }),
  z.strictObject({ act: z.literal('enable-webhook'), name }),
  z.strictObject({ act: z.literal('list-signals') }),
  z.strictObject({ act: z.literal('distrust-transmitter'), name }),
  z.strictObject({ act: z.literal('trust-transmitter'), name }),
])
export type Order = z.infer<typeof order>
export type HoldOrder = Extract<Order, { act: 'list-holds' | 'lift-hold' }>
export type SourceOrder = Extract<
  Order,
  {
    act:
      | 'list-sources'
      | 'create-source'
      | 'create-nas'
      | 'rotate-source-key'
      | 'change-back-channel'
      | 'rotate-signing-keys'
      | 'disable-source'
      | 'enable-source'
  }
>

/** What is done with those that are told of everything, or tell. */
export type PeerOrder = Extract<
  Order,
  {
    act:
      | 'list-webhooks'
      | 'disable-webhook'
      | 'enable-webhook'
      | 'list-signals'
      | 'distrust-transmitter'
      | 'trust-transmitter'
  }
>

/** `lines` are for the terminal; they may hold a temporary password or a key, which is nowhere else. */
export const orderAnswer = z.object({ done: z.boolean(), lines: z.array(z.string()) })
export type OrderAnswer = z.infer<typeof orderAnswer>
