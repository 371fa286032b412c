import type { QueryClient } from '@tanstack/react-query'
import { type RouteObject, redirect } from 'react-router'
import { BrokenPage } from './frame/BrokenPage.tsx'
import { enter } from './frame/enter.ts'
import { NotFoundPage } from './frame/NotFoundPage.tsx'
import { pages } from './frame/pages.ts'

type Ports = {
  readonly queries: QueryClient
  /** Somebody is logged on: follow what happens. */
  readonly onEntered: () => void
}

/** The pages and their addresses. The code of a page is fetched when it is first opened. */
export function createRoutes({ queries, onEntered }: Ports): RouteObject[] {
  return [
    {
      ErrorBoundary: BrokenPage,
      HydrateFallback: () => null,
      children: [
        {
          path: pages.logon,
          loader: async ({ request }) =>
            (await import('./features/logon/arrive.ts')).arrive(queries, new URL(request.url)),
          lazy: async () => ({ Component: (await import('./features/logon/LogonPage.tsx')).LogonPage }),
        },
        {
          path: pages.setup,
          loader: async () => (await import('./features/logon/setup-token.ts')).takeSetupToken(),
          lazy: async () => ({ Component: (await import('./features/logon/SetupPage.tsx')).SetupPage }),
        },
        {
          loader: ({ request }) => enter(queries, new URL(request.url), onEntered),
          shouldRevalidate: () => false,
          lazy: async () => ({ Component: (await import('./Inside.tsx')).Inside }),
          children: [{ ErrorBoundary: BrokenPage, children: inside }],
        },
      ],
    },
  ]
}

const inside: RouteObject[] = [
  { index: true, loader: () => redirect(pages.sessions) },
  {
    path: pages.sessions,
    lazy: async () => ({ Component: (await import('./features/sessions/SessionsPage.tsx')).SessionsPage }),
  },
  {
    path: pages.closures,
    lazy: async () => ({ Component: (await import('./features/closures/ClosuresPage.tsx')).ClosuresPage }),
  },
  {
    path: `${pages.closures}/:closureId`,
    lazy: async () => ({ Component: (await import('./features/closures/ClosurePage.tsx')).ClosurePage }),
  },
  {
    path: pages.administrators,
    lazy: async () => ({
      Component: (await import('./features/administrators/AdministratorsPage.tsx')).AdministratorsPage,
    }),
  },
  {
    path: pages.password,
    lazy: async () => ({ Component: (await import('./features/account/PasswordPage.tsx')).PasswordPage }),
  },
  { path: '*', Component: NotFoundPage },
]
