/** A `fetch` for a guard whose feed can be cut while everything else gets through. */
export function createCuttable() {
  let isCut = false
  const feeds = new Set<AbortController>()
  const send: typeof fetch = async (input, init) => {
    if (!new Request(input).url.includes('/source/feed')) return fetch(input, init)
    if (isCut) throw new TypeError('The feed is cut.')
    const cut = new AbortController()
    feeds.add(cut)
    const signals = [cut.signal, ...(init?.signal ? [init.signal] : [])]
    return fetch(input, { ...init, signal: AbortSignal.any(signals) })
  }
  return {
    fetch: send,
    cut() {
      isCut = true
      for (const feed of feeds) feed.abort()
      feeds.clear()
    },
    mend() {
      isCut = false
    },
  }
}
