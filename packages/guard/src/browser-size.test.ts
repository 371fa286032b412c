import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

test('what a page loads to listen for its logoff is at most 5 KB, gzipped, and needs nothing else', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: `${import.meta.dirname}/browser.ts`, formats: ['es'], fileName: 'browser' } },
  })
  const [bundle] = [built].flat()
  if (!bundle || !('output' in bundle)) throw new Error('Nothing was built')

  const [{ code }] = bundle.output

  expect(bundle.output).toHaveLength(1)
  expect(code).not.toMatch(/\bimport\b/)
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(5 * 1024)
})
