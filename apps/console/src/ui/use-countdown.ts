import { useEffect, useState } from 'react'

/** Whole seconds, counted down by the clock once started. */
export function useCountdown(): { readonly secondsLeft: number; readonly start: (seconds: number) => void } {
  const [{ untilMs, nowMs }, setTimes] = useState({ untilMs: 0, nowMs: 0 })
  const isRunning = untilMs > nowMs
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setTimes((times) => ({ ...times, nowMs: Date.now() })), 500)
    return () => clearInterval(timer)
  }, [isRunning])
  return {
    secondsLeft: Math.max(0, Math.ceil((untilMs - nowMs) / 1000)),
    start: (seconds) => {
      const startMs = Date.now()
      setTimes({ untilMs: startMs + seconds * 1000, nowMs: startMs })
    },
  }
}
