import { expect, test } from 'vitest'
import { ensureChromium, findChromium, type Machine } from './chromium.ts'

/** A machine on which the named files start as a Chromium; installing one adds a file. */
function aMachine(working: string[], rest: Partial<Machine> = {}): Machine {
  const isChromium = async (path: string) => working.includes(path)
  return { chosenPath: undefined, candidates: () => working, isChromium, installers: [], ...rest }
}

test('the Chromium that CHROMIUM_PATH names comes before an installed one', async () => {
  const machine = aMachine(['/usr/bin/chromium', '/opt/mine'], { chosenPath: '/opt/mine' })

  const path = await ensureChromium(machine)

  expect(path).toBe('/opt/mine')
})

test('a CHROMIUM_PATH that is no Chromium is an error, although another one is installed', async () => {
  const machine = aMachine(['/usr/bin/chromium'], { chosenPath: '/opt/gone' })

  await expect(ensureChromium(machine)).rejects.toThrow('CHROMIUM_PATH is /opt/gone')
})

test('an empty CHROMIUM_PATH is the same as none', async () => {
  const path = await ensureChromium(aMachine(['/usr/bin/chromium'], { chosenPath: '' }))

  expect(path).toBe('/usr/bin/chromium')
})

test('a file that only looks like a Chromium is passed over', async () => {
  const machine = aMachine(['/usr/bin/google-chrome'], {
    candidates: () => ['/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  })

  const path = await findChromium(machine)

  expect(path).toBe('/usr/bin/google-chrome')
})

test('without a Chromium the ways to install one are tried in turn until one works', async () => {
  const working: string[] = []
  const machine = aMachine(working, {
    installers: [
      { name: 'apt-get', install: async () => Promise.reject(new Error('no network')) },
      { name: 'does nothing', install: async () => {} },
      { name: 'download', install: async () => void working.push('/cache/chrome') },
      { name: 'never reached', install: async () => Promise.reject(new Error('tried after success')) },
    ],
  })

  const path = await ensureChromium(machine)

  expect(path).toBe('/cache/chrome')
})

test('when none can be had the failure names every attempt and what to do', async () => {
  const machine = aMachine([], {
    installers: [
      { name: 'apt-get', install: async () => Promise.reject(new Error('no network')) },
      { name: 'download', install: async () => {} },
    ],
  })

  const failure = await ensureChromium(machine).catch((error: Error) => error.message)

  expect(failure).toContain('apt-get: no network')
  expect(failure).toContain('download: finished, and still no Chromium starts')
  expect(failure).toContain('set CHROMIUM_PATH')
})

test('finding a Chromium installs none', async () => {
  const machine = aMachine([], {
    installers: [{ name: 'apt-get', install: async () => Promise.reject(new Error('installed on a mere search')) }],
  })

  const path = await findChromium(machine)

  expect(path).toBeUndefined()
})
