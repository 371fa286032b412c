import {
  type ClosureRequest,
  maxHoldSeconds,
  mostHeldSessions,
  mostHeldUsers,
  type PlanView,
  type ReasonKind,
} from '@curfew/contract'
import { type Duration, readSeconds } from '../../ui/duration.ts'

/** What the dialog sends beside the plan, as it is typed. */
export type Orders = {
  readonly reason: string
  readonly reasonKind: ReasonKind
  readonly messageToUser: string
  /** For those who read another language. */
  readonly messages: readonly { readonly language: string; readonly text: string }[]
  readonly keepsOut: boolean
  /** For how long, when it does. */
  readonly hold: Duration
  readonly password: string
}

export const noOrders: Orders = {
  reason: '',
  reasonKind: 'administrator',
  messageToUser: '',
  messages: [],
  keepsOut: false,
  hold: { amount: '15', unit: 'minutes' },
  password: '',
}

export type Wrong = 'password' | 'hold' | 'messages'

/** The request, or everything that keeps it from being sent. */
export function readOrders(orders: Orders, plan: PlanView): ClosureRequest | { readonly wrong: readonly Wrong[] } {
  const keepsOut = orders.keepsOut && canKeepOut(plan)
  const seconds = readSeconds(orders.hold, 60, maxHoldSeconds)
  const wrong: Wrong[] = []
  if (plan.needsPassword && orders.password === '') wrong.push('password')
  if (keepsOut && seconds === null) wrong.push('hold')
  if (orders.messages.some(({ text }) => text.trim() === '')) wrong.push('messages')
  if (wrong.length > 0) return { wrong }

  const message = orders.messageToUser.trim()
  return {
    planId: plan.id,
    reason: orders.reason.trim(),
    ...(orders.reasonKind === 'administrator' ? {} : { reasonKind: orders.reasonKind }),
    ...(message === '' ? {} : { messageToUser: message }),
    ...(orders.messages.length === 0
      ? {}
      : { messagesToUser: Object.fromEntries(orders.messages.map(({ language, text }) => [language, text.trim()])) }),
    ...(keepsOut && seconds !== null ? { hold: { kind: 'user', seconds } as const } : {}),
    ...(plan.needsPassword ? { password: orders.password } : {}),
  }
}

export function canKeepOut({ count, userCount }: Pick<PlanView, 'count' | 'userCount'>): boolean {
  return count <= mostHeldSessions && userCount <= mostHeldUsers
}
