import { type ComponentType, lazy } from 'react'
import { pages } from './frame/pages.ts'

/** Every page in a file of its own, fetched when it is first opened. */
const loads = {
  Inside: async () => (await import('./Inside.tsx')).Inside,
  LogonPage: async () => (await import('./features/logon/LogonPage.tsx')).LogonPage,
  SetupPage: async () => (await import('./features/logon/SetupPage.tsx')).SetupPage,
  SessionsPage: async () => (await import('./features/sessions/SessionsPage.tsx')).SessionsPage,
  ClosuresPage: async () => (await import('./features/closures/ClosuresPage.tsx')).ClosuresPage,
  ClosurePage: async () => (await import('./features/closures/ClosurePage.tsx')).ClosurePage,
  GivenUpPage: async () => (await import('./features/closures/GivenUpPage.tsx')).GivenUpPage,
  HoldsPage: async () => (await import('./features/holds/HoldsPage.tsx')).HoldsPage,
  SpeedPage: async () => (await import('./features/speed/SpeedPage.tsx')).SpeedPage,
  SourcesPage: async () => (await import('./features/sources/SourcesPage.tsx')).SourcesPage,
  SourcePage: async () => (await import('./features/sources/SourcePage.tsx')).SourcePage,
  WebhooksPage: async () => (await import('./features/webhooks/WebhooksPage.tsx')).WebhooksPage,
  WebhookPage: async () => (await import('./features/webhooks/WebhookPage.tsx')).WebhookPage,
  SignalsPage: async () => (await import('./features/signals/SignalsPage.tsx')).SignalsPage,
  AdministratorsPage: async () => (await import('./features/administrators/AdministratorsPage.tsx')).AdministratorsPage,
  PasswordPage: async () => (await import('./features/account/PasswordPage.tsx')).PasswordPage,
}

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }))

export const Inside = page(loads.Inside)
export const LogonPage = page(loads.LogonPage)
export const SetupPage = page(loads.SetupPage)
export const SessionsPage = page(loads.SessionsPage)
export const ClosuresPage = page(loads.ClosuresPage)
export const ClosurePage = page(loads.ClosurePage)
export const GivenUpPage = page(loads.GivenUpPage)
export const HoldsPage = page(loads.HoldsPage)
export const SpeedPage = page(loads.SpeedPage)
export const SourcesPage = page(loads.SourcesPage)
export const SourcePage = page(loads.SourcePage)
export const WebhooksPage = page(loads.WebhooksPage)
export const WebhookPage = page(loads.WebhookPage)
export const SignalsPage = page(loads.SignalsPage)
export const AdministratorsPage = page(loads.AdministratorsPage)
export const PasswordPage = page(loads.PasswordPage)

/** Fetch a page's code while it is still being asked who is logged on. A failure shows when the page is opened. */
export function fetchAhead(path: string): void {
  const wanted = path === pages.logon || path === pages.setup ? [] : [loads.Inside]
  if (path === '/' || path === pages.sessions) wanted.push(loads.SessionsPage)
  else if (path.startsWith(pages.closures)) wanted.push(loads.ClosurePage)
  for (const load of wanted) load().catch(() => {})
}
