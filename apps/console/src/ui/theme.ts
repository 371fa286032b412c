import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'curfew.theme'
const listeners = new Set<() => void>()
let current: Theme = 'system'

/** Show the theme that was chosen the last time. Called once, before anything is drawn. */
export function restoreTheme(): void {
  show(themes.find((theme) => theme === read()) ?? 'system')
}

export function setTheme(theme: Theme): void {
  show(theme)
  keepTheme()
  for (const listener of listeners) listener()
}

/** Store the choice again: `Clear-Site-Data` forgets it whenever a session ends. */
export function keepTheme(): void {
  try {
    if (current === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, current)
  } catch {
    // A browser that keeps nothing: the choice lasts until the page is left.
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, () => current)
}

function show(theme: Theme) {
  current = theme
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset['theme'] = theme
}

function read(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
