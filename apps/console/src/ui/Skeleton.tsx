import { type ReactNode, useEffect, useState } from 'react'
import { classes } from './classes.ts'
import css from './Skeleton.module.css'

const patienceMs = 150

type MomentProps = { readonly ms?: number; readonly children: ReactNode }

/** Show nothing for 150 ms, or as long as is said, then the children: what is quick never flickers. */
export function AfterAMoment({ ms = patienceMs, children }: MomentProps) {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isLate ? children : null
}

type Props = {
  /** What is being waited for, for screen readers. */
  readonly label: string
  readonly lines?: number
  readonly className?: string | undefined
}

/** Grey lines where text will be, once 150 ms have passed. They keep the room from the start, so nothing jumps. */
export function Skeleton({ label, lines = 3, className }: Props) {
  return (
    <output aria-label={label} className={classes(css['skeleton'], className)}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" className={css['line']} />
      ))}
    </output>
  )
}
