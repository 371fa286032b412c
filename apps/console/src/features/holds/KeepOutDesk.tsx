import { useEffect } from 'react'
import { keepOutDone, type Ordered } from '../../frame/keep-out.ts'
import { keepOutAtOnce } from './at-once.ts'
import { HoldDialog } from './HoldDialog.tsx'

/** Carries out what a page ordered: at once, or after asking for how long and why. */
export function KeepOutDesk({ order }: { readonly order: Ordered }) {
  return order.isAtOnce ? <AtOnce order={order} /> : <HoldDialog order={order} />
}

/** What has begun is not begun again, however often this is drawn. */
let lastBegun = 0

function AtOnce({ order }: { readonly order: Ordered }) {
  useEffect(() => {
    if (order.nonce <= lastBegun) return
    lastBegun = order.nonce
    void keepOutAtOnce(order).finally(keepOutDone)
  }, [order])
  return null
}
