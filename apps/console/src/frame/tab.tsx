import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useState } from 'react'
import { messages } from '../messages/messages.ts'
import closing from './icons/closing.svg?no-inline'
import idle from './icons/idle.svg?no-inline'
import selected from './icons/selected.svg?no-inline'

/** What the tab of the browser tells while one looks elsewhere. */
export type TabNews = { readonly selected: number; readonly closing: number }

type Board = { put(id: string, news: Partial<TabNews> | null): void }

const BoardContext = createContext<Board>({ put: () => {} })
const TitleContext = createContext<(title: string) => void>(() => {})

/** Sets title and favicon of the browser's tab from what the pages say. */
export function TabProvider({ children }: { readonly children: ReactNode }) {
  const [news, setNews] = useState<ReadonlyMap<string, Partial<TabNews>>>(new Map())
  const [page, setPage] = useState<string>(messages.frame.product)
  const board = useMemo<Board>(
    () => ({
      put: (id, said) =>
        setNews((before) => {
          const after = new Map(before)
          if (said) after.set(id, said)
          else after.delete(id)
          return after
        }),
    }),
    [],
  )
  const sum = (count: (said: Partial<TabNews>) => number | undefined) =>
    [...news.values()].reduce((total, said) => total + (count(said) ?? 0), 0)
  const [selectedCount, closingCount] = [sum((said) => said.selected), sum((said) => said.closing)]

  useEffect(() => {
    document.title = titleOf(page, { selected: selectedCount, closing: closingCount })
    const icon = closingCount > 0 ? closing : selectedCount > 0 ? selected : idle
    document.querySelector<HTMLLinkElement>('link[rel=icon]')?.setAttribute('href', icon)
  }, [page, selectedCount, closingCount])

  return (
    <BoardContext value={board}>
      <TitleContext value={setPage}>{children}</TitleContext>
    </BoardContext>
  )
}

/** Name the page in the browser's tab. */
export function usePageTitle(page: string): void {
  const setPage = useContext(TitleContext)
  useEffect(() => setPage(page), [page, setPage])
}

/** Tell in the browser's tab how many sessions are selected, or being closed. */
export function useTabNews({ selected: selectedCount = 0, closing: closingCount = 0 }: Partial<TabNews>): void {
  const board = useContext(BoardContext)
  const id = useId()
  useEffect(() => {
    board.put(id, { selected: selectedCount, closing: closingCount })
    return () => board.put(id, null)
  }, [board, id, selectedCount, closingCount])
}

/** What is being closed comes before what is selected: it is the one that goes on by itself. */
export function titleOf(page: string, news: TabNews): string {
  const { frame } = messages
  const named = page === frame.product ? page : frame.title(page)
  if (news.closing > 0) return `${frame.closingTitle(news.closing)} · ${named}`
  if (news.selected > 0) return `${frame.selectedTitle(news.selected)} · ${named}`
  return named
}
