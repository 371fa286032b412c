import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components/Toast'
import { messages } from '../messages/messages.ts'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import { Cross } from './icons.tsx'
import { listen, type Note, type NoteAct, takeNotes } from './Toast.tsx'
import css from './ToastRegion.module.css'

/** Long enough to read (WCAG 2.2.1); it waits while the pointer or the focus is on it. */
const shownMs = 8000
/** What was done in passing interrupts nobody; react-aria would announce it at once. */
const politely = { role: 'status' } as const

export function ToastRegion() {
  const [queue] = useState(() => new ToastQueue<Note>({ maxVisibleToasts: 3 }))
  useEffect(() => {
    const take = () => {
      for (const note of takeNotes()) queue.add(note, { timeout: shownMs })
    }
    take()
    return listen(take)
  }, [queue])
  return (
    <AriaToastRegion queue={queue} className={css['region'] ?? ''}>
      {({ toast }) => (
        <AriaToast toast={toast} className={classes(css['toast'], css[toast.content.tone])}>
          <ToastContent {...politely} className={css['content'] ?? ''}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.act && <Act act={toast.content.act} onDone={() => queue.close(toast.key)} />}
          <AriaButton slot="close" className={css['close'] ?? ''} aria-label={messages.kit.dismiss}>
            <Cross />
          </AriaButton>
        </AriaToast>
      )}
    </AriaToastRegion>
  )
}

function Act({ act, onDone }: { readonly act: NoteAct; readonly onDone: () => void }) {
  return (
    <Button
      look="link"
      onPress={() => {
        onDone()
        act.run()
      }}
    >
      {act.label}
    </Button>
  )
}
