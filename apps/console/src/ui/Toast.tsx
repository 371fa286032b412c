import { Button as AriaButton } from 'react-aria-components/Button'
import {
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast'
import { messages } from '../messages/messages.ts'
import type { Tone } from './Banner.tsx'
import { classes } from './classes.ts'
import { Cross } from './icons.tsx'
import css from './Toast.module.css'

type Note = { readonly text: string; readonly tone: Tone }

/** Long enough to read (WCAG 2.2.1); it waits while the pointer or the focus is on it. */
const shownMs = 8000
const queue = new ToastQueue<Note>({ maxVisibleToasts: 3 })

/** Say in passing that something was done, or was not. What must not be missed belongs into the page. */
export function toast(text: string, tone: Tone = 'plain'): void {
  queue.add({ text, tone }, { timeout: shownMs })
}

/** Where toasts appear; stands once in the frame. */
export function Toasts() {
  return (
    <ToastRegion queue={queue} className={css['region'] ?? ''}>
      {({ toast: shown }) => (
        <AriaToast toast={shown} className={classes(css['toast'], css[shown.content.tone])}>
          <ToastContent className={css['content']}>
            <Text slot="title">{shown.content.text}</Text>
          </ToastContent>
          <AriaButton slot="close" className={css['close'] ?? ''} aria-label={messages.kit.dismiss}>
            <Cross />
          </AriaButton>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
