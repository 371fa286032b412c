import { type FormEvent, type ReactNode, useId } from 'react'
import { explain } from '../../../api/explain.ts'
import { ProblemError } from '../../../api/problem-error.ts'
import { messages } from '../../../messages/later-messages.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import css from './nas.module.css'

type Props = {
  readonly title: string
  readonly text?: string
  readonly submit: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** A dialog with the fields of a NAS; what was typed is kept when it is refused. */
export function NasDialog({ title, text, submit, isPending, error, onClose, onSubmit, children }: Props) {
  const formId = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isPending) onSubmit()
  }
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{messages.sources.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} className={css['form']} noValidate>
        {text !== undefined && <p className={css['text']}>{text}</p>}
        {error && refusedBy(error) === null && (
          <Banner tone="danger" announce="now">
            {explain(error, 'change')}
          </Banner>
        )}
        {children}
      </form>
    </Dialog>
  )
}

/** The field that the server refused and why, where it is one. */
export function refusedBy(error: Error | null): { field: 'name' | 'networks'; because: string } | null {
  if (!(error instanceof ProblemError)) return null
  const because = explain(error, 'change')
  if (error.problem.code === 'source-name-taken') return { field: 'name', because }
  return error.problem.code === 'nas-network-taken' ? { field: 'networks', because } : null
}
