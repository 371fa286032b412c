import { newAdministratorRequest, roles } from '@curfew/contract'
import * as z from 'zod/mini'

const userId = newAdministratorRequest.shape.userId

/** What an operator asks for at the shell, as it travels to the running server. */
export const order = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  z.strictObject({ act: z.literal('create'), ...newAdministratorRequest.shape }),
  z.strictObject({ act: z.literal('disable'), userId }),
  z.strictObject({ act: z.literal('enable'), userId }),
  z.strictObject({ act: z.literal('reset-password'), userId }),
  z.strictObject({ act: z.literal('set-role'), userId, role: z.enum(roles) }),
])
export type Order = z.infer<typeof order>

/** `lines` are for the terminal; they may hold a temporary password, which is nowhere else. */
export const orderAnswer = z.object({ done: z.boolean(), lines: z.array(z.string()) })
export type OrderAnswer = z.infer<typeof orderAnswer>
