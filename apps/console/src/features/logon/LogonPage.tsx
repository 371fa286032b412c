import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { reportAtLogonPage } from '../../api/told.ts'
import { aboutQuery } from '../../frame/queries.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import type { Arrival } from './arrive.ts'
import { CredentialsForm } from './CredentialsForm.tsx'
import { FarewellNotice } from './FarewellNotice.tsx'
import { FinishForm } from './FinishForm.tsx'
import { OutsideCard } from './OutsideCard.tsx'
import { arrivalQuery } from './queries.ts'

/** Log on; and, for somebody whose session ended, how it did. */
export function LogonPage() {
  const { data: arrival } = useQuery(arrivalQuery(useQueryClient()))
  if (!arrival) return null
  if (arrival.step === 'inside') return <Navigate to={arrival.goOnTo} replace />
  return <Arrived arrival={arrival} />
}

function Arrived({ arrival: { step, departure, goOnTo } }: { readonly arrival: Arrival }) {
  const { logon } = messages
  const { data: about } = useQuery(aboutQuery())
  const [due, setDue] = useState<{ until: Date | null } | null>(step === 'new-password' ? { until: null } : null)
  const [now] = useState(() => new Date())
  const navigate = useNavigate()
  const noticeId = useId()
  const title = due ? logon.newPasswordTitle : departure ? logon.again : logon.title
  usePageTitle(title)

  useEffect(() => {
    if (departure) void reportAtLogonPage(departure, Date.now())
  }, [departure])

  const goOn = () => void navigate(goOnTo, { replace: true })
  return (
    <OutsideCard title={title} notice={departure && <FarewellNotice id={noticeId} departure={departure} now={now} />}>
      {about?.setupNeeded === true && <Banner tone="warn">{logon.setupNeeded}</Banner>}
      {due ? (
        <FinishForm until={due.until} onDone={goOn} />
      ) : (
        <CredentialsForm
          describedBy={departure ? noticeId : undefined}
          onDone={goOn}
          onPasswordDue={(until) => setDue({ until })}
        />
      )}
    </OutsideCard>
  )
}
