import type { ComponentProps } from 'react'
import { explain } from '../../../api/explain.ts'
import { ProblemError } from '../../../api/problem-error.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'

/** A dialog with the fields of a NAS. What the server refused of one field is said there. */
export function NasDialog({ error, ...others }: ComponentProps<typeof FormDialog>) {
  return <FormDialog {...others} error={error && refusedBy(error) === null ? error : null} />
}

/** The field that the server refused and why, where it is one. */
export function refusedBy(error: Error | null): { field: 'name' | 'networks'; because: string } | null {
  if (!(error instanceof ProblemError)) return null
  const because = explain(error, 'change')
  if (error.problem.code === 'source-name-taken') return { field: 'name', because }
  return error.problem.code === 'nas-network-taken' ? { field: 'networks', because } : null
}
