import { useSyncExternalStore } from 'react'
import { useLive } from '../api/events-context.tsx'
import { messages } from '../messages/messages.ts'
import { Banner } from '../ui/Banner.tsx'
import { AfterAMoment } from '../ui/Skeleton.tsx'
import css from './Notices.module.css'

/** A connection that comes back at once is no news. */
const patienceMs = 3000

/** Said on every page while what is shown may be old. */
export function Notices() {
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine)
  const { state } = useLive()
  if (isOnline && state !== 'paused') return null
  return (
    <AfterAMoment ms={isOnline ? patienceMs : 0}>
      <div className={css['notices']}>
        <Banner tone="warn" announce="politely">
          {isOnline ? messages.frame.paused : messages.frame.offline}
        </Banner>
      </div>
    </AfterAMoment>
  )
}

function listen(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
