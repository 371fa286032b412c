import { cleanup, configure, getConfig } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined
}

// Testing Library does this by itself only where the hooks are globals, and here they are imported.
beforeAll(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
})
afterEach(cleanup)
afterAll(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = undefined
})

// While something is waited for, every attempt would print the whole page into an error that nobody reads: a fifth of these
// tests' time. Testing Library says itself when that is so, and prints it for the error that ends the wait.
const inFull = getConfig().getElementError
configure({
  getElementError: (message, container) =>
    Reflect.get(getConfig(), '_disableExpensiveErrorDiagnostics') === true
      ? Object.assign(new Error(message ?? ''), { name: 'TestingLibraryElementError' })
      : inFull(message, container),
})
