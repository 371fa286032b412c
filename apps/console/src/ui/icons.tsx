import { classes } from './classes.ts'
import css from './icons.module.css'

/** Signs of the kit; all are decoration, the words are beside them or in a label. */
function Sign({ path, isHeavy = false }: { readonly path: string; readonly isHeavy?: boolean }) {
  return (
    <svg viewBox="0 0 16 16" className={classes(css['sign'], isHeavy && css['heavy'])} aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

export const Cross = () => <Sign path="m4 4 8 8M12 4l-8 8" />
export const Check = () => <Sign path="m3.5 8.5 3 3 6-7" />
export const Warning = () => <Sign path="M8 2.5 1.8 13.2h12.4L8 2.5ZM8 6.5v3.2M8 11.4v.2" />
export const Plus = () => <Sign path="M8 3.5v9M3.5 8h9" />
export const Copy = () => <Sign path="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />
export const ArrowUp = () => <Sign path="M8 13V3.5M4.5 6.5 8 3l3.5 3.5" />
export const ArrowDown = () => <Sign path="M8 3v9.5M4.5 9.5 8 13l3.5-3.5" />
export const Dots = () => <Sign path="M3.2 8h.01M8 8h.01M12.8 8h.01" isHeavy />
export const HalfDisc = () => (
  <svg viewBox="0 0 16 16" className={css['sign']} aria-hidden="true">
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" className={css['filled']} />
  </svg>
)

/** The sign that something opens. */
export const Caret = () => (
  <svg viewBox="0 0 10 10" className={css['caret']} aria-hidden="true">
    <path d="m2 3.5 3 3 3-3" />
  </svg>
)
