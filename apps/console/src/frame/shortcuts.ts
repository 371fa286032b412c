import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** One key, or two in a row with a space between: `/`, `?`, `g s`. Case as typed. */
export type Keys = string

type Handler = { readonly run: () => void; readonly yields: boolean }

const key = 'curfew.shortcuts'
const togetherMs = 1200
const handlers = new Map<Keys, Set<Handler>>()
const listeners = new Set<() => void>()
let first: { readonly key: string; readonly atMs: number } | null = null

/**
 * Do it when these keys are pressed outside of fields, menus and dialogs. The last one to ask for a key gets it.
 *
 * @param yields whoever else asks for the key gets it, before or after
 */
export function useShortcut(keys: Keys, act: () => void, yields = false): void {
  const run = useEffectEvent(act)
  useEffect(() => {
    const own = { run: () => run(), yields }
    handlers.set(keys, (handlers.get(keys) ?? new Set()).add(own))
    return () => {
      handlers.get(keys)?.delete(own)
    }
  }, [keys, yields])
}

/** Listen for shortcuts as long as the frame is there. */
export function useShortcutKeys(): void {
  useEffect(() => {
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

function hear(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Shift' || !readEnabled() || isTyping(event.target)) return
  const now = event.timeStamp
  const pair = first !== null && now - first.atMs < togetherMs ? `${first.key} ${event.key}` : null
  const asked = pair !== null && find(pair) ? pair : event.key
  const run = find(asked)
  first = run ? null : { key: event.key, atMs: now }
  if (!run) return
  event.preventDefault()
  run()
}

function find(keys: Keys): (() => void) | undefined {
  const asking = [...(handlers.get(keys) ?? [])]
  return (asking.findLast(({ yields }) => !yields) ?? asking.at(-1))?.run
}

/** Where letters mean letters: fields, and whatever is open over the page. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]',
    ) !== null
  )
}

/** Single keys can be switched off: with speech input a spoken word would press them (WCAG 2.1.4). */
export function setShortcutsEnabled(isEnabled: boolean): void {
  try {
    if (isEnabled) localStorage.removeItem(key)
    else localStorage.setItem(key, 'off')
  } catch {
    // A browser that keeps nothing: they stay on.
  }
  for (const listener of listeners) listener()
}

export function useShortcutsEnabled(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, readEnabled)
}

function readEnabled(): boolean {
  try {
    return localStorage.getItem(key) !== 'off'
  } catch {
    return true
  }
}
