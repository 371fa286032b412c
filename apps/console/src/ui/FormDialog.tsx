import { type FormEvent, type ReactNode, useId } from 'react'
import { explain } from '../api/explain.ts'
import { messages } from '../messages/messages.ts'
import { Banner } from './Banner.tsx'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import { Dialog } from './Dialog.tsx'
import css from './FormDialog.module.css'

type Props = {
  readonly title: string
  readonly text?: string
  readonly submit: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onSubmit: () => void
  readonly children?: ReactNode
}

/** A dialog with fields; what was typed is kept when it is refused. */
export function FormDialog({ title, text, submit, isPending, error, onClose, onSubmit, children }: Props) {
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
          <Button onPress={onClose}>{messages.kit.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} className={classes(css['form'], text === undefined && css['bare'])} noValidate>
        {text !== undefined && <p className={css['text']}>{text}</p>}
        {error && (
          <Banner tone="danger" announce="now">
            {explain(error, 'change')}
          </Banner>
        )}
        {children}
      </form>
    </Dialog>
  )
}
