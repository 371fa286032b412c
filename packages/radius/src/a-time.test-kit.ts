import type { SetTimer } from './timer.ts'

/** A clock that a test moves, and timers that run as it moves. */
export class ATime {
  #nowMs = Date.parse('2026-03-02T09:00:00.000Z')
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>()

  /** How many timers were ever set: what tells one wait from the next. */
  timersSet = 0

  readonly clock = () => new Date(this.#nowMs)

  readonly setTimer: SetTimer = (run, delayMs) => {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run }
    this.#timers.add(timer)
    this.timersSet += 1
    return () => this.#timers.delete(timer)
  }

  get timers() {
    return this.#timers.size
  }

  /** How long until the next timer runs; undefined: none is set. */
  get nextTimerMs(): number | undefined {
    const next = this.#next()
    return next && next.atMs - this.#nowMs
  }

  /** Timers run in their order, each at its own time; also those that a timer sets. */
  advance(ms: number) {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(); next && next.atMs <= untilMs; next = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      this.#timers.delete(next)
      next.run()
    }
    this.#nowMs = untilMs
  }

  #next() {
    return Array.from(this.#timers).sort((one, other) => one.atMs - other.atMs)[0]
  }
}
