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
      <div className={css['head']}>
        <figcaption id={id} className={css['label']}>
          {label}
        </figcaption>
        <Button look="link" onPress={() => void copy()} hasFirstFocus={hasFirstFocus}>
          {outcome === 'copied' ? <Check /> : <Copy />}
          {outcome === 'copied' ? kit.copied : kit.copy}
          <Hidden>{` (${label})`}</Hidden>
        </Button>
      </div>
      {/* It may be wider than its place: who scrolls with keys has to get there, and a fieldset holds no text to copy. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <pre className={classes(css['text'], isLarge && css['large'])} tabIndex={0} role="group" aria-labelledby={id}>
        <code>{text}</code>
      </pre>
      {outcome === 'failed' && (
        <Banner tone="warn" announce="now">
          {kit.copyFailed}
        </Banner>
      )}
    </figure>
  )
}
