import { useQueryClient } from '@tanstack/react-query'
import { type Dispatch, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Ended, isWorthReading, type Live, type LiveAction, toReadAgain } from './live.ts'
import { putIntoRows, readAgain } from './queries.ts'

/** Scrolling past a row is not looking at it. */
const lookMs = 400
/** A row in view is never older than this. */
const maxAgeMs = 30_000
const pauseMs = 500
const afterFailureMs = 5000
const atOnce = 4

type Props = {
  /** Of the query whose rows these are. */
  readonly listKey: readonly unknown[]
  readonly live: Live
  readonly tell: Dispatch<LiveAction>
  /** Sessions that matter although they may be out of view. */
  readonly watched: readonly string[]
  /** When the page that brought a row was read. */
  readonly readAtMs: ReadonlyMap<string, number>
}

/**
 * Keeps the rows in view true: those that changed, and now and then all of them, are read one by one and put where they
 * stand. Nobody is told of other people's activity, and *Idle* must not claim what is not known.
 *
 * @returns what the grid calls with the rows in view
 */
export function useRowsInView({ listKey, live, tell, watched, readAtMs }: Props) {
  const client = useQueryClient()
  const [inView, setInView] = useState<readonly string[]>([])
  const isReading = useRef(false)
  const readAgainMs = useRef(new Map<string, number>())

  const isOld = (id: string, nowMs: number) =>
    nowMs - (readAgainMs.current.get(id) ?? readAtMs.get(id) ?? 0) > maxAgeMs && isWorthReading(live, id)

  // One reading at a time and each to its end: news that never pause must not keep the rows from being read.
  const lookForDue = useEffectEvent(async () => {
    if (isReading.current || document.visibilityState === 'hidden') return
    const nowMs = Date.now()
    const doubted = toReadAgain(live, [...inView, ...watched])
    const ids = [...new Set([...doubted, ...inView.filter((id) => isOld(id, nowMs))])]
    if (ids.length === 0) return
    isReading.current = true
    try {
      const answers = await inTurns(ids, atOnce, readAgain)
      for (const id of ids) readAgainMs.current.set(id, nowMs)
      const found = answers.flatMap((answer) => answer ?? [])
      putIntoRows(
        client,
        listKey,
        found.map(({ session }) => session),
      )
      const gone: Ended[] = ids.filter((_, index) => answers[index] === null).map((id) => ({ id, ending: null }))
      const over = found.flatMap(({ session, ending }) =>
        session.status === 'closed' ? { id: session.id, ending: ending?.ending ?? null } : [],
      )
      tell({ type: 'read', ids, ended: [...gone, ...over] })
    } catch {
      // The rows stay in doubt. Why the server does not answer is said by what the administrator does.
      await new Promise((resolve) => setTimeout(resolve, afterFailureMs))
    } finally {
      isReading.current = false
    }
  })
  useEffect(() => {
    const timer = setInterval(() => void lookForDue(), pauseMs)
    return () => clearInterval(timer)
  }, [])

  const settle = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(settle.current), [])
  return useCallback((ids: readonly string[]) => {
    clearTimeout(settle.current)
    settle.current = setTimeout(() => setInView(ids), lookMs)
  }, [])
}

/** Do it for each, so many at a time; answers in the order given. Rejects with the first failure. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += width)
    results.push(...(await Promise.all(items.slice(start, start + width).map(work))))
  return results
}
