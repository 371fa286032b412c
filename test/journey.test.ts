import { readdir, rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { pictures } from './browser.ts'
import { test as journey } from './journey.ts'
import { startProduct } from './product.ts'

const page = (script: string) =>
  `<!doctype html><title>${script === '' ? 'calm' : 'loud'}</title><script>${script}</script>`

/** A product of two pages, one of which complains on its console. */
const peer = [
  '--eval',
  `const pages = { '/': ${JSON.stringify(page(''))}, '/loud': ${JSON.stringify(page('console.error("out of order")'))} }
   const server = require('node:http').createServer((request, response) => {
     console.log('asked for ' + request.url)
     response.writeHead(request.url in pages ? 200 : 404, { 'content-type': 'text/html' }).end(pages[request.url])
   })
   server.listen(Number(process.env.PORT), process.env.HOST, () =>
     console.log('Curfew is ready at http://127.0.0.1:' + server.address().port))`,
]

const test = journey.override('product', { scope: 'file' }, async ({}, { onCleanup }) => {
  const product = await startProduct({ program: peer })
  onCleanup(() => product.remove())
  return product
})

test('two people share no cookie', async ({ aPerson }) => {
  const ada = await aPerson()
  const grace = await aPerson()
  await ada.page.goto('/')
  await grace.page.goto('/')

  await ada.page.evaluate(() => {
    document.cookie = 'who=ada'
  })

  expect(await grace.context.cookies()).toEqual([])
  expect(await ada.context.cookies()).toHaveLength(1)
})

test.fails('a page that complains on its console fails the journey', async ({ aPerson }) => {
  const { page: tab } = await aPerson()

  await tab.goto('/loud')
})

test('an answer of 404 is no complaint', async ({ aPerson }) => {
  const { page: tab, complaints } = await aPerson()
  await tab.goto('/')

  const status = await tab.evaluate(async () => (await fetch('/missing')).status)

  expect(status).toBe(404)
  expect(complaints()).toEqual([])
})

beforeAll(() => rm(pictures, { recursive: true, force: true }))
afterAll(async () => {
  expect(await readdir(pictures)).toContain('a-failing-journey-leaves-a-picture-of-its-pages-1-1.png')
})

test.fails('a failing journey leaves a picture of its pages', async ({ aPerson }) => {
  const { page: tab } = await aPerson()

  await tab.goto('/')

  expect(await tab.title()).toBe('wrong on purpose')
})
