import { useEffect } from 'react'

/** Dialogs and menus that close give the focus back within this time. */
const patienceMs = 150

/**
 * What had the focus is gone from the page, a row with the button that ended it, say, and nobody gave the focus to anything
 * else: then the page has it. Left to the browser, the next Tab would begin at the top of everything.
 */
export function FocusKeeper() {
  useEffect(() => {
    let focused: Element | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const isLost = () => focused?.isConnected === false && document.activeElement === document.body

    const hear = ({ target }: FocusEvent) => {
      focused = target instanceof Element ? target : null
    }
    const look = () => {
      if (!isLost()) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (isLost()) document.getElementById('page')?.focus({ preventScroll: true })
      }, patienceMs)
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', hear)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('focusin', hear)
    }
  }, [])
  return null
}
