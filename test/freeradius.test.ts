import { expect, test } from 'vitest'
import { ensureFreeRadius, type RadiusMachine } from './freeradius.ts'

/** A machine in CI without FreeRADIUS, on which installing it works. */
function aMachine(rest: Partial<RadiusMachine> = {}) {
  let installed = 0
  const machine = {
    hasFreeRadius: () => installed > 0,
    isCi: true,
    install: async () => void (installed += 1),
    ...rest,
  } satisfies RadiusMachine
  return { machine, installed: () => installed }
}

test('in CI FreeRADIUS is installed where it is missing, and nothing is skipped', async () => {
  const { machine, installed } = aMachine()

  expect(await ensureFreeRadius(machine)).toBeUndefined()
  expect(installed()).toBe(1)
})

test('where it is there already nothing is installed', async () => {
  const { machine, installed } = aMachine({ hasFreeRadius: () => true })

  expect(await ensureFreeRadius(machine)).toBeUndefined()
  expect(installed()).toBe(0)
})

test('outside of CI nothing is installed, and what is skipped is said with what to install', async () => {
  const { machine, installed } = aMachine({ isCi: false })

  expect(await ensureFreeRadius(machine)).toMatch(/SKIPPED.*apt-get install freeradius freeradius-utils/)
  expect(installed()).toBe(0)
})

test.each<[string, Partial<RadiusMachine>, RegExp]>([
  ['nothing can be installed', { install: null }, /SKIPPED.*no apt-get/],
  ['installing fails', { install: async () => Promise.reject(new Error('no mirror')) }, /SKIPPED.*no mirror/],
  ['it is not there afterwards', { install: async () => {} }, /SKIPPED.*not on the PATH/],
])('when %s the run goes on, and says what is skipped and why', async (_case, rest, said) => {
  const { machine } = aMachine(rest)

  expect(await ensureFreeRadius(machine)).toMatch(said)
})
