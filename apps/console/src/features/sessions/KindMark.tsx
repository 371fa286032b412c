import type { SessionKind } from '@curfew/contract'
import './css-variables.ts'
import css from './KindMark.module.css'

/** The colour of a kind. It only repeats what stands beside it in words. */
export function KindMark({ kind }: { readonly kind: SessionKind }) {
  return <i aria-hidden="true" className={css['mark']} style={{ '--of-kind': `var(--kind-${kind})` }} />
}
