import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { type Address, readAddress, writeAddress } from './address.ts'

/** The address of the page, read and written. `replace` for steps that *Back* should not stop at. */
export function useAddress() {
  const [query, setQuery] = useSearchParams()
  const address = useMemo(() => readAddress(query), [query])

  const go = useCallback(
    (change: Partial<Address>, how: 'push' | 'replace') =>
      setQuery((before) => writeAddress({ ...readAddress(before), ...change }, before), {
        replace: how === 'replace',
        preventScrollReset: true,
      }),
    [setQuery],
  )
  /** Where the same page stands with a session's detail open. */
  const hrefOf = useCallback(
    (sessionId: string) => `?${writeAddress({ ...readAddress(query), sessionId }, query)}`,
    [query],
  )
  return { address, go, hrefOf }
}
