import { useEffect, useState } from 'react'

const halfMinuteMs = 30_000

/** The time, moving on twice a minute: enough for what is shown in minutes. Seconds need a shorter `tickMs`. */
export function useNow(tickMs = halfMinuteMs): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMs)
    return () => clearInterval(timer)
  }, [tickMs])
  return now
}
