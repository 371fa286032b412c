import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Values that a style sheet takes from its component. */
    [variable: `--${string}`]: string | undefined
  }
}
