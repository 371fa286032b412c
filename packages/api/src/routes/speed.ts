import type { SpeedWindow } from '@curfew/contract'
import { readSpeed, setSpeedTarget } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readSpeedWindow } from '../edge/search-query.ts'
import type { ApiPorts } from '../ports.ts'

const hourMs = 3_600_000
export const windowMs: Readonly<Record<SpeedWindow, number>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
}

/** How fast closures are told and proved. */
export const speedRoutes = (ports: ApiPorts): Pick<Routes, 'readSpeed' | 'setSpeedTarget'> => ({
  readSpeed: async (c) => {
    const window = readSpeedWindow(c)
    const to = ports.clock()
    const from = new Date(to.getTime() - windowMs[window])
    const { rows, ...speed } = await readSpeed(ports, from)
    return c.json({ window, from: from.toISOString(), to: to.toISOString(), ...speed, rows: [...rows] }, 200)
  },

  setSpeedTarget: async (c) => {
    const { targetSeconds } = c.req.valid('json')
    await setSpeedTarget(ports, targetSeconds, c.var.actor)
    return c.json({ targetSeconds }, 200)
  },
})
