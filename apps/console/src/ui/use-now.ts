import { useEffect, useState } from 'react'

const tickMs = 30_000

/** The time, moving on twice a minute: enough for what is shown in minutes. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}
