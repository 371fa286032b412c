import { Component, type ReactNode } from 'react'
import { useLocation } from 'react-router'
import { BrokenPage } from './BrokenPage.tsx'

/** What breaks inside is replaced by words; going to another page tries again. */
export function Boundary({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation()
  return <Catching key={pathname}>{children}</Catching>
}

type State = { readonly error: unknown }

/** React catches errors of rendering in classes only. */
class Catching extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    return this.state.error === null ? this.props.children : <BrokenPage error={this.state.error} />
  }
}
