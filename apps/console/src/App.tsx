import { Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Boundary } from './frame/Boundary.tsx'
import { Gate } from './frame/Gate.tsx'
import { NotFoundPage } from './frame/NotFoundPage.tsx'
import { pages } from './frame/pages.ts'
import {
  AdministratorsPage,
  ClosurePage,
  ClosuresPage,
  GivenUpPage,
  HoldsPage,
  Inside,
  LogonPage,
  PasswordPage,
  SessionsPage,
  SetupPage,
  SignalsPage,
  SourcePage,
  SourcesPage,
  SpeedPage,
  WebhookPage,
  WebhooksPage,
} from './lazy-pages.ts'

/** The pages and their addresses. */
export function App() {
  return (
    <Boundary>
      <Suspense>
        <Routes>
          <Route path={pages.logon} element={<LogonPage />} />
          <Route path={pages.setup} element={<SetupPage />} />
          <Route
            element={
              <Gate>
                <Inside />
              </Gate>
            }
          >
            <Route index element={<Navigate to={pages.sessions} replace />} />
            <Route path={pages.sessions} element={<SessionsPage />} />
            <Route path={pages.closures} element={<ClosuresPage />} />
            <Route path={`${pages.closures}/:closureId`} element={<ClosurePage />} />
            <Route path={pages.givenUp} element={<GivenUpPage />} />
            <Route path={pages.holds} element={<HoldsPage />} />
            <Route path={pages.speed} element={<SpeedPage />} />
            <Route path={pages.sources} element={<SourcesPage />} />
            <Route path={`${pages.sources}/:sourceId`} element={<SourcePage />} />
            <Route path={pages.webhooks} element={<WebhooksPage />} />
            <Route path={`${pages.webhooks}/:webhookId`} element={<WebhookPage />} />
            <Route path={pages.signals} element={<SignalsPage />} />
            <Route path={pages.administrators} element={<AdministratorsPage />} />
            <Route path={pages.password} element={<PasswordPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Route>
        </Routes>
      </Suspense>
    </Boundary>
  )
}
