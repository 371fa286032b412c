import { useId, useState } from 'react'
import { messages } from '../messages/messages.ts'
import { Banner } from './Banner.tsx'
import { Button } from './Button.tsx'
import css from './Copyable.module.css'
import { classes } from './classes.ts'
import { Hidden } from './Hidden.tsx'
import { Check, Copy } from './icons.tsx'

type Props = {
  /** What it is. */
  readonly label: string
  readonly text: string
  /** A word on its own, and no program. */
  readonly isLarge?: boolean
  /** Whether it is on the clipboard. */
  readonly onCopied?: (isCopied: boolean) => void
  readonly hasFirstFocus?: boolean
}

/** A text to be taken elsewhere as it stands: copied by a press, or by hand where the browser does not let it. */
export function Copyable({ label, text, isLarge = false, onCopied, hasFirstFocus = false }: Props) {
  const { kit } = messages
  const id = useId()
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none')
  const note = (isCopied: boolean) => {
    setOutcome(isCopied ? 'copied' : 'failed')
    onCopied?.(isCopied)
  }
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => note(true),
      () => note(false),
    )
  return (
    <figure className={css['copyable']}>
      <figcaption id={id} className={css['label']}>
        {label}
      </figcaption>
      <div className={css['line']}>
        {/* It may be wider than the page: who scrolls with keys has to get there. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={classes(css['text'], isLarge && css['large'])} tabIndex={0} role="group" aria-labelledby={id}>
          <code>{text}</code>
        </pre>
        <Button onPress={() => void copy()} hasFirstFocus={hasFirstFocus} className={css['copy']}>
          {outcome === 'copied' ? <Check /> : <Copy />}
          {outcome === 'copied' ? kit.copied : kit.copy}
          <Hidden>{` (${label})`}</Hidden>
        </Button>
      </div>
      <div aria-live="polite">{outcome === 'failed' && <Banner tone="warn">{kit.copyFailed}</Banner>}</div>
    </figure>
  )
}
