import { Hidden } from './Hidden.tsx'

type Props = {
  readonly at: Date
  /** As it is shown: relative, or the time of day. */
  readonly short: string
  /** The exact one, on hover and for screen readers. */
  readonly exact: string
  readonly className?: string | undefined
}

/** A moment: short for the eye, exact for whoever asks. */
export function Time({ at, short, exact, className }: Props) {
  return (
    <time dateTime={at.toISOString()} title={exact} {...(className ? { className } : {})}>
      <span aria-hidden="true">{short}</span>
      <Hidden>{exact}</Hidden>
    </time>
  )
}
