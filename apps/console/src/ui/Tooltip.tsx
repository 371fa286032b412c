import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import css from './Tooltip.module.css'

const showAfterMs = 400
/** Time to get from the button onto the tooltip, which then stays (WCAG 1.4.13). */
const hideAfterMs = 150
const distance = 6
const margin = 8

/**
 * When a tooltip is there: a while after the pointer has come, at once with the focus of the keyboard, until either has gone
 * or Esc is pressed.
 */
export function useTooltip() {
  const [isOpen, setIsOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const after = (ms: number, open: boolean) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setIsOpen(open), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!isOpen) return
    const hide = () => setIsOpen(false)
    const hideWithEscape = ({ key }: KeyboardEvent) => key === 'Escape' && hide()
    document.addEventListener('keydown', hideWithEscape, true)
    document.addEventListener('scroll', hide, true)
    return () => {
      document.removeEventListener('keydown', hideWithEscape, true)
      document.removeEventListener('scroll', hide, true)
    }
  }, [isOpen])
  return {
    isOpen,
    onPointerIn: () => after(isOpen ? 0 : showAfterMs, true),
    onPointerOut: () => after(hideAfterMs, false),
    onFocus: ({ target }: { readonly target: Element }) => {
      if (target.matches(':focus-visible')) setIsOpen(true)
    },
    onBlur: () => after(0, false),
  }
}

type Props = {
  readonly id: string
  readonly text: string
  readonly anchor: RefObject<Element | null>
  readonly tooltip: ReturnType<typeof useTooltip>
}

/** A few words above a button, or below it where there is no room. */
export function Tooltip({ id, text, anchor, tooltip }: Props) {
  const bubble = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [around, own] = [anchor.current?.getBoundingClientRect(), bubble.current]
    if (!around || !own) return
    const { width, height } = own.getBoundingClientRect()
    const left = around.left + around.width / 2 - width / 2
    const above = around.top - height - distance
    own.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`
    own.style.top = `${above >= margin ? above : around.bottom + distance}px`
  }, [anchor])
  return createPortal(
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      className={css['tooltip']}
      onPointerEnter={tooltip.onPointerIn}
      onPointerLeave={tooltip.onPointerOut}
    >
      {text}
    </div>,
    document.body,
  )
}
