import { Component, type ReactNode } from 'react'
import { useLocation } from 'react-router'
import { BrokenPage } from './BrokenPage.tsx'

/** What breaks inside is replaced by words; going to another page tries again. */
export function Boundary({ children }: { readonly children: ReactNode }) {
  return <Catching pathname={useLocation().pathname}>{children}</Catching>
}

type Props = { readonly pathname: string; readonly children: ReactNode }
type State = { readonly error: unknown; readonly pathname: string }

/** React catches errors of rendering in classes only. */
class Catching extends Component<Props, State> {
  override state: State = { error: null, pathname: this.props.pathname }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  /** What stands stays; only what broke begins anew. */
  static getDerivedStateFromProps({ pathname }: Props, before: State): State | null {
    return pathname === before.pathname ? null : { error: null, pathname }
  }

  override render() {
    return this.state.error === null ? this.props.children : <BrokenPage error={this.state.error} />
  }
}
