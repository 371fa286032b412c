import type { ReactNode } from 'react'
import { RouterProvider } from 'react-aria-components'
import { useHref, useNavigate } from 'react-router'

/** Links inside menus go to pages of the console without loading it anew. */
export function LinksInside({ children }: { readonly children: ReactNode }) {
  const navigate = useNavigate()
  // React Aria calls it as the hook that it is.
  // oxlint-disable react/hooks
  return (
    <RouterProvider navigate={(path) => void navigate(path)} useHref={useHref}>
      {children}
    </RouterProvider>
  )
}
