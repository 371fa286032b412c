import type { BrowserContextOptions } from 'playwright-core'
import { test as plain } from 'vitest'
import { launchBrowser, openPerson, type Person, photograph } from './browser.ts'
import { type Product, startProduct } from './product.ts'

/**
 * A test with a started product (`product`, one a file) and people in real browsers (`aPerson()`, new for every test).
 *
 * When it fails, what the product printed during the test and where the pictures of all pages are is added to the output. A page
 * that complained on its console fails the test, unless the test took the complaint out with `person.complaints().splice(0)`.
 */
export const test = plain
  .extend('product', { scope: 'file' }, async ({}, { onCleanup }): Promise<Product> => {
    const product = await startProduct()
    onCleanup(() => product.remove())
    return product
  })
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  .extend('aPerson', async ({ product, browser, task }, { onCleanup }) => {
    const people: Person[] = []
    const printedBefore = product.logs().length
    // Not in `onTestFailed`: that comes when the fixtures, and with them the pages, are gone.
    onCleanup(async () => {
      const complaints = people.flatMap((person) => person.complaints())
      if (task.result?.state === 'fail' || complaints.length > 0) {
        const pictures = await Promise.all(
          people.map((person, number) => photograph(person, `${task.name} ${number + 1}`)),
        )
        console.log(['Pages at the end:', ...pictures.flat()].join('\n'))
        console.log(`The product printed:\n${product.logs().slice(printedBefore)}`)
      }
      await Promise.all(people.map((person) => person.context.close()))
      if (complaints.length > 0) throw new Error(`A page complained:\n${complaints.join('\n')}`)
    })
    return async (options?: BrowserContextOptions) => {
      const person = await openPerson(browser, product.url, options)
      people.push(person)
      return person
    }
  })
