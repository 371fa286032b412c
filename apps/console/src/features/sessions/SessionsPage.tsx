import { ignoreCase, type SessionView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { keepOut } from '../../frame/keep-out.ts'
import { meQuery } from '../../frame/queries.ts'
import { useShortcut } from '../../frame/shortcuts.ts'
import { usePageTitle, useTabNews } from '../../frame/tab.tsx'
import { AddressNotice } from './AddressNotice.tsx'
import { Announcer } from './Announcer.tsx'
import { Exporting, ExportOutcome } from './Exporting.tsx'
import { focusLater } from './focus-later.ts'
import { GridFoot } from './GridFoot.tsx'
import { SessionPanel, usePanelAhead } from './panel-later.ts'
import { SearchBar, valueField } from './SearchBar.tsx'
import { type GridHandle, SessionGrid } from './SessionGrid.tsx'
import { SessionsHeading } from './SessionsHeading.tsx'
import css from './SessionsPage.module.css'
import { SortSelect } from './SortSelect.tsx'
import { countSelected, toPlanRequest } from './selection.ts'
import { Toolbar, whyNotClose, whyNotKeepOut } from './Toolbar.tsx'
import { CloseSessionsDialog, fetchClosing } from './to-close.ts'
import { useAddress } from './use-address.ts'
import { useClosing } from './use-closing.ts'
import { useExport } from './use-export.ts'
import { useIsNarrow } from './use-media.ts'
import { useSearch } from './use-search.ts'
import { useSelection } from './use-selection.ts'
import { useSessionList } from './use-session-list.ts'
import { words } from './words.ts'

/** *Active User Sessions*: find them, select them, close them. */
export function SessionsPage() {
  const { address, go, hrefOf } = useAddress()
  const { filters, sort, sessionId } = address
  const isNarrow = useIsNarrow()
  const me = useQuery(meQuery())
  const role = me.data?.role ?? 'auditor'
  const page = useRef<HTMLDivElement>(null)
  const above = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const grid = useRef<GridHandle>(null)

  const picking = useSelection(filters)
  const { state, select } = picking
  const sessions = useSessionList({ filters, sort }, picking.named)
  const { rows, endings, total } = sessions
  useEffect(() => select({ type: 'forget', ids: [...endings.keys()] }), [select, endings])

  const search = useSearch(filters, (wanted, how) => go({ filters: wanted }, how === 'typing' ? 'replace' : 'push'))
  const exporting = useExport({ filters, sort })
  const closing = useClosing(() => select({ type: 'clear' }))
  const panel = usePanel(sessionId, go, grid)
  usePanelAhead()

  const { selection } = state
  const count = countSelected(selection, total ?? 0)
  const openRows = rows.length - sessions.ended
  const isAllLoaded = selection.mode === 'ids' && count > 0 && count >= openRows
  const offersMatching = isAllLoaded && total !== null && total > openRows
  const closeSelected = () => closing.open(toPlanRequest(selection, filters), count)
  const comers = selection.mode === 'ids' ? rows.filter(({ id }) => selection.ids.has(id)) : []
  const keepSelectedOut = () => keepOut({ comers })
  const whyNotHeld = whyNotKeepOut({ role, selection, total, comers: comers.length })
  useFetchingAhead()

  usePageTitle(words.title)
  useTabNews({ selected: count })
  useShortcut('/', () => {
    // A choice has no field to type in: the search begins another condition.
    if (search.draft.type === 'choice') flushSync(() => search.add('userId'))
    valueField(bar.current)?.focus()
  })
  useShortcut('c', () => {
    if (whyNotClose({ role, selection, total }) === undefined) closeSelected()
  })
  useShortcut('h', () => {
    if (whyNotHeld === undefined) keepSelectedOut()
  })
  useShortcut('j', () => grid.current?.press('j'))
  useShortcut('k', () => grid.current?.press('k'))
  useShortcut('x', () => grid.current?.press('x'))

  return (
    <div ref={page} className={css['page']}>
      <div ref={above} className={css['above']}>
        <SessionsHeading
          total={sessions.summary?.total ?? null}
          isOld={sessions.isSummaryOld}
          notListed={sessions.summary?.notListed ?? []}
        />
        <AddressNotice
          refused={address.refused}
          onDismiss={() => {
            go({}, 'replace')
            focusLater(() => valueField(bar.current))
          }}
        />
        <SearchBar search={search} bar={bar} onLeaveDown={() => grid.current?.takeFocus()} />
        <Toolbar
          role={role}
          selection={selection}
          select={(action) => {
            select(action)
            // The button that was pressed goes away with what it did.
            grid.current?.takeFocus()
          }}
          total={total}
          offersMatching={offersMatching}
          onClose={closeSelected}
          onKeepOut={keepSelectedOut}
          whyNotKeepOut={whyNotHeld}
          news={sessions.news}
          ended={sessions.ended}
          isRefreshing={sessions.isRefreshing}
          onRefresh={() => void sessions.refresh().then(() => grid.current?.begin())}
        >
          <Exporting {...exporting} />
          {isNarrow && <SortSelect sort={sort} onSort={(sort) => go({ sort }, 'push')} />}
        </Toolbar>
        <ExportOutcome {...exporting} />
      </div>
      <div className={css['list']}>
        <SessionGrid
          rows={rows}
          total={total}
          endings={endings}
          selection={state}
          select={select}
          sort={sort}
          onSort={useCallback((sort) => go({ sort }, 'push'), [go])}
          hrefOf={hrefOf}
          onOpen={panel.open}
          onKeepOut={(id) => keepOutAtOnce(rows.find((row) => row.id === id))}
          onNearEnd={sessions.loadMore}
          onInView={sessions.onInView}
          isBusy={sessions.isOld}
          isUnderTray={closing.isTrayShown}
          isNarrow={isNarrow}
          page={page}
          above={above}
          handle={grid}
          foot={
            <GridFoot
              sessions={sessions}
              isSearch={filters.length > 0}
              onRetry={() => {
                sessions.retry()
                grid.current?.takeFocus()
              }}
              onIgnoreCase={() => {
                go({ filters: ignoreCase(filters) }, 'push')
                grid.current?.takeFocus()
              }}
            />
          }
        />
        {sessionId !== null && (
          <Suspense>
            <SessionPanel
              key={sessionId}
              sessionId={sessionId}
              role={role}
              takesFocus={panel.takesFocus}
              hrefOf={hrefOf}
              onOpen={panel.open}
              onClose={panel.close}
              onCloseSessions={closing.open}
            />
          </Suspense>
        )}
      </div>
      {closing.toClose && (
        <Suspense>
          <CloseSessionsDialog
            key={closing.toClose.nonce}
            toClose={closing.toClose}
            onCancel={closing.cancel}
            onClosed={closing.done}
          />
        </Suspense>
      )}
      <Announcer found={total} filters={filters} wasCleared={picking.wasCleared} />
    </div>
  )
}

/** In one press, as it stands beside *came back*. */
function keepOutAtOnce(session: SessionView | undefined) {
  if (!session) return
  const reason = session.cameBack ? words.grid.cameBackReason(session.cameBack.afterMs) : ''
  keepOut({ comers: [session], reason, isAtOnce: true })
}

const quietMs = 1000

/** What is asked before closing must open at once, even when the network has gone by then. */
function useFetchingAhead() {
  useEffect(() => {
    const timer = setTimeout(fetchClosing, quietMs)
    return () => clearTimeout(timer)
  }, [])
}

/** Opens and shuts the detail panel; the focus goes there only when somebody opened it here, and comes back to the grid. */
function usePanel(
  sessionId: string | null,
  go: ReturnType<typeof useAddress>['go'],
  grid: { readonly current: GridHandle | null },
) {
  const [opened, setOpened] = useState<string | null>(null)
  return {
    takesFocus: opened !== null && opened === sessionId,
    open: useCallback(
      (id: string) => {
        setOpened(id)
        go({ sessionId: id }, 'push')
      },
      [go],
    ),
    close: () => {
      setOpened(null)
      go({ sessionId: null }, 'push')
      grid.current?.takeFocus()
    },
  }
}
