import { useEffect, useRef } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router'

/**
 * A page that is gone to begins at its top and has the focus, whatever led there: a link, a menu or a key. Going back shows a
 * page where it was left, as the browser does. Stands beside the page, so that it hears of a page when that is there.
 */
export function NewPage() {
  const { pathname } = useLocation()
  const isBack = useNavigationType() === NavigationType.Pop
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    if (!isBack) scrollTo(0, 0)
    const page = document.getElementById('page')
    const { activeElement } = document
    const isTaken = isBack ? activeElement !== document.body : page?.contains(activeElement)
    if (!isTaken) page?.focus({ preventScroll: true })
  }, [pathname, isBack])
  return null
}
