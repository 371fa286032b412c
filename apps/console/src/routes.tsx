import type { QueryClient } from '@tanstack/react-query'
import { type RouteObject, redirect } from 'react-router'
import { enter } from './frame/enter.ts'
import { pages } from './frame/pages.ts'

/** The pages and their addresses. A page's file is fetched when it is first opened. */
export function createRoutes(queries: QueryClient): RouteObject[] {
  return [
    {
      loader: ({ request }) => enter(queries, request),
      lazy: async () => {
        const { Frame } = await import('./frame/Frame.tsx')
        return { Component: Frame }
      },
      children: [
        { index: true, loader: () => redirect(pages.sessions) },
        {
          path: pages.sessions,
          lazy: async () => ({ Component: (await import('./features/sessions/SessionsPage.tsx')).SessionsPage }),
        },
      ],
    },
  ]
}
