import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startProduct } from './product.ts'

/** A program that keeps the product's promises about starting and stopping, and counts its starts in its data directory. */
const peer = (onSigterm = 'process.exit(0)') => [
  '--eval',
  `const { appendFileSync, readFileSync } = require('node:fs')
   const counted = process.env.CURFEW_DATA_DIR + '/starts'
   appendFileSync(counted, '.')
   process.on('SIGTERM', () => { ${onSigterm} })
   const server = require('node:http').createServer((request, response) => {
     response.end(JSON.stringify({ starts: readFileSync(counted, 'utf8').length, user: process.env.CURFEW_ADMIN_USER, more: process.env.MORE }))
   })
   server.listen(Number(process.env.PORT), process.env.HOST, () => {
     console.error('a line on standard error')
     console.log('Curfew is ready at http://127.0.0.1:' + server.address().port)
   })`,
]

const ask = async (url: string): Promise<unknown> => (await fetch(url)).json()

test('the started product is reached at the address that it printed, with its first administrator', async () => {
  await using product = await startProduct({ program: peer(), env: { MORE: 'yes' } })

  const answer = await ask(product.url)

  expect(answer).toEqual({ starts: 1, user: 'ada', more: 'yes' })
})

test('what is prepared is there at the first start', async () => {
  await using product = await startProduct({
    program: peer(),
    prepare: (dataDir) => writeFile(join(dataDir, 'starts'), '....'),
  })

  expect(await ask(product.url)).toMatchObject({ starts: 5 })
})

test('after a crash the same data is found at the same address', async () => {
  await using product = await startProduct({ program: peer() })
  const { url } = product

  await product.crash()
  const whileDown = product.isRunning
  await product.restart()

  expect(whileDown).toBe(false)
  expect(product.url).toBe(url)
  expect(await ask(product.url)).toMatchObject({ starts: 2 })
})

test('stopping asks politely and tells the exit code', async () => {
  await using product = await startProduct({ program: peer('console.log("draining"); process.exit(3)') })

  const code = await product.stop()

  expect(code).toBe(3)
  expect(product.logs()).toContain('draining')
})

test('removing ends the product and deletes its data', async () => {
  const product = await startProduct({ program: peer('') })

  await product.remove()

  expect(product.isRunning).toBe(false)
  expect(existsSync(product.dataDir)).toBe(false)
})

test('a product that ends before it is ready is a failure that shows what it printed', async () => {
  const start = startProduct({ program: ['--eval', 'console.error("the disk is full"); process.exit(7)'] })

  await expect(start).rejects.toThrow(/exit code 7[^]*the disk is full/)
})

test('a test process that is gone from one instant to the next leaves no product behind', async () => {
  const started = `import { startProduct } from ${JSON.stringify(new URL('./product.ts', import.meta.url).href)}
    const { url, dataDir } = await startProduct({ program: ${JSON.stringify(peer(''))} })
    console.log(JSON.stringify({ url, dataDir }))`
  const tests = spawn(process.execPath, ['--input-type=module', '--eval', started], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: tests.stdout }), 'line')
  const { url, dataDir } = JSON.parse(line)
  const whileTesting = await ask(url)

  tests.kill('SIGKILL')

  expect(whileTesting).toMatchObject({ starts: 1 })
  await expect.poll(() => ask(url).catch((error: Error) => error.message), { timeout: 10_000 }).toBe('fetch failed')
  await rm(dataDir, { recursive: true })
})
