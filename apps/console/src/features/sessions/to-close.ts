import type { PlanRequest } from '@curfew/contract'
import { lazy } from 'react'

/** What is to be closed, as the dialog is opened with it. */
export type ToClose = {
  readonly selection: PlanRequest
  /** As far as the page knows; the plan counts exactly. */
  readonly count: number
  readonly nonce: number
}

const load = async () => ({ default: (await import('./CloseSessionsDialog.tsx')).CloseSessionsDialog })

/** Not part of the first page. */
export const CloseSessionsDialog = lazy(load)

/** Fetch it while there is time, so that it opens at once. */
export function fetchClosing(): void {
  load().catch(() => {})
}
