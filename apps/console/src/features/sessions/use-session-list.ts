import type { Filter, Sort } from '@curfew/contract'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useReducer, useState } from 'react'
import { useServerEvents } from '../../api/events-context.tsx'
import { follow, nothingHappened } from './live.ts'
import { listQuery, newsQuery, readAnew, summaryQuery } from './queries.ts'
import { useRowsInView } from './use-rows-in-view.ts'

/**
 * The rows of a search and what happens to them. They never reorder, come or go by themselves: `news` and `endings` say
 * what waits, and `refresh` lets it in.
 *
 * @param watched sessions that matter although their rows may be out of view: their end is found out too
 */
export function useSessionList(
  search: { readonly filters: readonly Filter[]; readonly sort: Sort },
  watched: readonly string[],
) {
  const client = useQueryClient()
  const options = listQuery(search)
  const list = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  const summary = useQuery({ ...summaryQuery(search.filters), placeholderData: keepPreviousData })
  const [live, tell] = useReducer(follow, nothingHappened)
  const [isRefreshing, setIsRefreshing] = useState(false)

  const pages = list.data?.pages
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const newestAt = pages?.[0]?.newestAt ?? null
  const news = useQuery({ ...newsQuery(search.filters, newestAt) })

  useServerEvents((event) => {
    if (event.name === 'sessions') tell({ type: 'told', event: event.data })
    const knowsAll = event.name !== 'reset' && !(event.name === 'sessions' && event.data.many)
    if (!knowsAll) tell({ type: 'doubt', ids: [...rows.map(({ id }) => id), ...watched] })
  })
  const readAtMs = useMemo(
    () => new Map(pages?.flatMap((page) => page.items.map(({ id }) => [id, page.readAtMs] as const))),
    [pages],
  )
  const onInView = useRowsInView({ listKey: options.queryKey, live, tell, watched, readAtMs })

  const { hasNextPage, isFetching, isError, fetchNextPage } = list
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])

  const refresh = async () => {
    setIsRefreshing(true)
    try {
      await readAnew(client, search)
    } finally {
      setIsRefreshing(false)
    }
  }

  // Whoever logged on meanwhile and is in the rows already is not news.
  const [shown, ended] = useMemo(() => {
    const open = rows.filter(({ id }) => !live.endings.has(id))
    return [open.filter(({ loggedOnAt }) => loggedOnAt > (newestAt ?? '')).length, rows.length - open.length]
  }, [rows, newestAt, live.endings])

  return {
    rows,
    endings: live.endings,
    list,
    /** Of the search before, until this one is answered. */
    isOld: list.isPlaceholderData,
    summary: summary.data,
    isSummaryOld: summary.isPlaceholderData,
    /** How many match this search; null: not known yet. */
    total: summary.data && !summary.isPlaceholderData ? summary.data.total : null,
    news: list.isPlaceholderData ? 0 : Math.max(0, (news.data ?? 0) - shown),
    ended,
    isRefreshing,
    refresh,
    loadMore,
    retry: () => void (pages && hasNextPage ? list.fetchNextPage() : list.refetch()),
    onInView,
  }
}
